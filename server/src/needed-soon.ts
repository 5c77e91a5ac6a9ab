/** Packages that no start needs, but the first visitor or the first picture does. */
const NEEDED_SOON = ['jose', 'file-type', 'sharp'] as const

/** One that is missing is said before anybody can connect, not by the first upload. @throws when one is not installed */
export function requireInstalled(): void {
  for (const name of NEEDED_SOON) require.resolve(name)
}

/** For when the server listens already, so that neither a start nor a visitor waits. Rejects for one that is broken. */
export async function loadNeededSoon(): Promise<void> {
  for (const name of NEEDED_SOON) await import(name)
}
