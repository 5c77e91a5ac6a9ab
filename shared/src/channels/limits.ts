/** The sites that one channel may be shown on. */
export const CHANNEL_ORIGINS_MAX = 50

/** Signing keys that a channel keeps: the one in use, those that overlap with it, and the last that ended. */
export const CHANNEL_KEYS_MAX = 5

/** Characters of a greeting. */
export const GREETING_MAX = 500

/** What a channel may set as the size of a file, in megabytes; the installation's own limit lies below as a rule. */
export const UPLOAD_LIMIT_MAX_MB = 10_000
