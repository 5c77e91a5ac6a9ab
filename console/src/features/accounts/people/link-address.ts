import type { OneTimeLink } from '@parley/shared/accounts/credentials'

/** A one-time link as it is handed over: whole, with the address that this console is open at. */
export const addressOfLink = ({ path }: OneTimeLink): string => new URL(path, window.location.origin).href
