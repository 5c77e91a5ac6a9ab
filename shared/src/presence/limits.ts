/** What a note on one's status holds. */
export const STATUS_NOTE_MAX_CHARACTERS = 80
