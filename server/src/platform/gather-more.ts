/** What comes in company waits so long for more of it: less than a store's answer takes. */
const GATHER_MS = 1

/** A pause between two batches under load. */
export const gatherMore = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, GATHER_MS))
