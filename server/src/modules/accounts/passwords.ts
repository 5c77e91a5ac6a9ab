import { hash, verify } from '@node-rs/argon2'

/** A hash of a password that nobody has: an unknown account costs the same time as a wrong password. Made with the first look at any. */
let ofNobody: Promise<string> | undefined

/** argon2id with the library's defaults (19 MiB, two passes), which are OWASP's. */
export const hashPassword = (password: string): Promise<string> => hash(password)

/** Whether a password fits; compared with a hash of nobody's when there is no account. */
export async function passwordFits(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  ofNobody ??= hash('nobody has this password')
  // Waited for whether it is used or not, so that the first sign-in tells nothing either.
  const hashOfNobody = await ofNobody
  const fits = await verify(passwordHash ?? hashOfNobody, password)
  return fits && typeof passwordHash === 'string'
}
