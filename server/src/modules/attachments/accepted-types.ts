import type { AttachmentKind } from '@parley/shared/attachments/attachment'
import type { TypeRefusal } from '@parley/shared/kernel/errors'

/** What a file turned out to be. */
export interface AcceptedType {
  kind: AttachmentKind
  mediaType: string
  /** Without the dot; the first is given to a name that has none of them. */
  extensions: readonly string[]
}

const of = (kind: AttachmentKind, mediaType: string, ...extensions: string[]): AcceptedType => ({
  kind,
  mediaType,
  extensions,
})

const ACCEPTED = [
  of('image', 'image/jpeg', 'jpg', 'jpeg', 'jfif'),
  of('image', 'image/png', 'png', 'apng'),
  of('image', 'image/webp', 'webp'),
  of('image', 'image/gif', 'gif'),
  of('video', 'video/mp4', 'mp4', 'm4v'),
  of('video', 'video/webm', 'webm'),
  of('video', 'video/quicktime', 'mov', 'qt'),
  of('file', 'application/pdf', 'pdf'),
  of('file', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'),
  of('file', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'),
  of('file', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx'),
  of('file', 'application/vnd.oasis.opendocument.text', 'odt'),
  of('file', 'application/vnd.oasis.opendocument.spreadsheet', 'ods'),
  of('file', 'application/vnd.oasis.opendocument.presentation', 'odp'),
  of('file', 'application/zip', 'zip'),
] as const

/** Old office files share one container; only their extension tells them apart. */
const OLD_OFFICE = [
  of('file', 'application/msword', 'doc'),
  of('file', 'application/vnd.ms-excel', 'xls'),
  of('file', 'application/vnd.ms-powerpoint', 'ppt'),
]

const TEXTS = [of('file', 'text/plain; charset=utf-8', 'txt', 'log'), of('file', 'text/csv; charset=utf-8', 'csv')]

/** Names that the detector uses for what is accepted under another. */
const ALSO_KNOWN_AS: Record<string, string> = { 'image/apng': 'image/png', 'video/x-m4v': 'video/mp4' }

const PROGRAMS =
  /^application\/(x-msdownload|x-elf|x-mach-binary|x-executable|vnd\.microsoft\.portable-executable|x-apple-diskimage|vnd\.android\.package-archive|java-archive|x-msi|x-sharedlib)/
const HEIC = /^image\/hei[cf]/

export type Verdict = { type: AcceptedType } | { refusal: TypeRefusal }

/**
 * What a file is, by its content. `detected` is what its magic numbers say, undefined where they say nothing: text is
 * recognised here, and only under a name that claims to be text. Everything unknown is refused.
 */
export function judgeType(file: { name: string; detected: string | undefined; head: Uint8Array }): Verdict {
  const { name, head } = file
  const extension = extensionOf(name)
  const detected = ALSO_KNOWN_AS[file.detected ?? ''] ?? file.detected
  if (detected === undefined || detected === 'application/xml') return judgeText(extension, head)
  if (HEIC.test(detected)) return { refusal: 'heic' }
  if (PROGRAMS.test(detected)) return { refusal: 'program' }
  if (detected === 'application/x-cfb') return accepted(OLD_OFFICE.find((type) => type.extensions.includes(extension)))
  // The detector saw the beginning alone: an office file whose first entry says nothing is a zip to it.
  const office =
    detected === 'application/zip' && ACCEPTED.find((type) => isOffice(type) && type.extensions.includes(extension))
  return accepted(office || ACCEPTED.find(({ mediaType }) => mediaType === detected))
}

const accepted = (type: AcceptedType | undefined): Verdict => (type === undefined ? { refusal: 'unknown' } : { type })

const isOffice = ({ mediaType }: AcceptedType): boolean =>
  mediaType.includes('officedocument') || mediaType.includes('opendocument')

const ACTIVE = /<(?:!doctype\s+html|html|head|body|script|svg|iframe|\?xml|!--)/i
const PLAYLIST = /^\uFEFF?\s*(?:#EXTM3U|ffconcat version|\[playlist\])/i

function judgeText(extension: string, head: Uint8Array): Verdict {
  const text = decoded(head)
  if (text === null) return { refusal: 'unknown' }
  if (PLAYLIST.test(text)) return { refusal: 'playlist' }
  if (ACTIVE.test(text) || ['js', 'mjs', 'html', 'htm', 'svg', 'xml', 'xhtml'].includes(extension))
    return { refusal: 'active' }
  const type = TEXTS.find(({ extensions }) => extensions.includes(extension))
  return type === undefined ? { refusal: 'mismatch' } : { type }
}

/** Text as UTF-8, or as GB 18030, which Chinese spreadsheets still write; null for anything with control characters in it. */
function decoded(head: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    const text = tryDecode(head, encoding)
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (text !== null && !/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text)) return text
  }
  return null
}

function tryDecode(head: Uint8Array, encoding: string): string | null {
  try {
    // The head may end within a character: `stream` forgives that and nothing else.
    return new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true })
  } catch {
    return null
  }
}

export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** The kind that a file will probably be, by what its sender declares: only to refuse early what would be refused anyway. */
export function expectedKind(declaredType: string): AttachmentKind {
  if (declaredType.startsWith('image/')) return 'image'
  return declaredType.startsWith('video/') ? 'video' : 'file'
}

const NAME_MAX = 180
/** Controls, what file systems forbid, and marks that reverse or hide the writing around them. */
// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const MISLEADING = /[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** A name to show and to save under: its sender's own, without what could mislead, and with an extension that is true. */
export function safeName(name: string, { extensions }: AcceptedType): string {
  const cleaned = name
    .normalize('NFC')
    .replace(MISLEADING, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const [, stem = cleaned, extension = ''] = /^(.*)\.([a-z0-9]{1,10})$/i.exec(cleaned) ?? []
  const isTrue = extensions.includes(extension.toLowerCase())
  const kept = (isTrue ? stem : cleaned).slice(0, NAME_MAX) || 'file'
  return `${kept}.${isTrue ? extension.toLowerCase() : extensions[0]}`
}
