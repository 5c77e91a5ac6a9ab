export const QUICK_REPLY_TEXT_MAX_CHARACTERS = 2_000
/** More of one audience than this nobody finds anything in. */
export const QUICK_REPLIES_MAX = 500
