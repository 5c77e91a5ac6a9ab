/** How many files one message may carry. */
export const ATTACHMENTS_PER_MESSAGE = 10

/** How many attachments one request may ask links for. */
export const LINKS_MAX = 50

/** A file travels in parts of this size, the last one shorter: what S3 asks for at least, and all that a lost connection repeats. */
export const PART_BYTES = 5 * 1024 * 1024

/** S3 numbers parts up to here. */
export const PARTS_MAX = 10_000

export const NAME_MAX_CHARACTERS = 255

/** A picture of a person as a client sends it: a square is all that is asked of it. */
export const AVATAR_MAX_BYTES = 45_000

/** The sides, in pixels, of the squares that are kept of it: in lists, and large. An avatar's address ends in one of them. */
export const AVATAR_SIDES = [96, 256] as const
