/** Numbers both sides must agree on; the server enforces them, clients show them. */
export const TEXT_MAX_CHARACTERS = 10_000
/** C13: one's own message may be recalled for two minutes. */
export const RECALL_WINDOW_MS = 2 * 60_000
export const HISTORY_PAGE = 50
export const HISTORY_PAGE_MAX = 100
export const SYNC_PAGE_ENTRIES = 100
/** Further behind than this, a client reloads the newest page instead of pulling all of it (P4). */
export const SYNC_RELOAD_AFTER = 500
export const SYNC_MAX_THREADS = 100
/** How long "is typing" stands without being said again. */
export const TYPING_EXPIRES_MS = 6_000
/** How long "is looking at it" stands without being said again, and how often it is. */
export const VIEWING_EXPIRES_MS = 45_000
export const VIEWING_SAID_EVERY_MS = 20_000
export const INBOX_PAGE = 50
export const VIEWS_MAX = 30
export const VIEW_NAME_MAX_CHARACTERS = 40
export const SEARCH_QUERY_MAX = 100
/** A frame larger than this is refused with `too_large`; one above the transport limit is cut. */
export const PAYLOAD_MAX_BYTES = 64 * 1024
/** Colleagues named in one note, and how far back the list of one's own mentions goes. */
export const MENTIONS_PER_NOTE = 20
export const MENTIONS_LISTED = 30
