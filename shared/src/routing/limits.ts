/** The longest silence that a queue can wait for: a week. */
export const SILENCE_MAX_MINUTES = 7 * 24 * 60
