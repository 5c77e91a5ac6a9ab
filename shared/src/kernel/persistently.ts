const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 8_000

/**
 * What loads a part of a page, asked again for as long as the line keeps it away: what stands on a page, such as a picture in a
 * message, is not opened anew by anybody.
 */
export const persistently = <Loaded>(load: () => Promise<Loaded>) =>
  async function loadAgain(pauseMs = FIRST_PAUSE_MS): Promise<Loaded> {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      return loadAgain(Math.min(pauseMs * 2, LONGEST_PAUSE_MS))
    }
  }
