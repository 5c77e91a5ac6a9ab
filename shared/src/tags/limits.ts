export const TAG_NAME_MAX_CHARACTERS = 30
/** More than these nobody finds the right one among. */
export const TAGS_MAX = 200
export const TAGS_PER_CONVERSATION = 20
