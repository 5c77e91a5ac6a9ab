import { postJson } from '../server/src/testing/client-connection.js'
import type { Parley } from './parley.js'

/** As the shop's own server would: a token for somebody who is signed in there. */
export async function issuedToken(
  parley: Parley,
  userId: string,
  more: { expiresInSeconds?: number } = {},
): Promise<string> {
  const answer = await postJson(`${parley.url}/api/v1/demo/contact-token`, { userId, ...more })
  return ((await answer.json()) as { token: string }).token
}
