/** A file as its message shows it; named here as a type alone, so that no component brings the schema with it. */
export type { Attachment } from '@parley/shared/attachments/attachment'
