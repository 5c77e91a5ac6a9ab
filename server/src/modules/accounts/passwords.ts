import { hash, verify } from '@node-rs/argon2'

/** A hash of a password that nobody has: an unknown account costs the same time as a wrong password. */
const ofNobody = hash('nobody has this password')

/** argon2id with the library's defaults (19 MiB, two passes), which are OWASP's. */
export const hashPassword = (password: string): Promise<string> => hash(password)

/** Whether a password fits; compared with a hash of nobody's when there is no account. */
export async function passwordFits(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await ofNobody), password)
  return fits && typeof passwordHash === 'string'
}
