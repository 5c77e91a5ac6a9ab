import { elementsOf, field, slice, validateDocument, documentValue, itemsOf, type RawValue } from '../bson/raw.js'
import { BsonType } from '../bson/bson-type.js'
import { flagOf, numberOf, textOf } from '../bson/value.js'
import { StoreError } from '../store-error.js'
import { FrameError } from './frame.js'

const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
const REQUIRED_BITS = 0xffff

/** A command as it came: its name, its fields still raw, and the documents sent beside it. */
export class Request {
  readonly name: string
  private readonly fields: Map<string, RawValue>

  constructor(
    readonly body: Buffer,
    readonly sequences: ReadonlyMap<string, readonly RawValue[]>,
    readonly expectsReply: boolean,
  ) {
    this.fields = new Map(elementsOf(body))
    this.name = this.fields.keys().next().value ?? ''
  }

  /** The names of all fields, to be compared with what the command knows. */
  fieldNames(): string[] {
    return [...this.fields.keys(), ...this.sequences.keys()]
  }

  get database(): string {
    return this.text('$db') ?? 'admin'
  }

  /** The command's main argument, mostly a collection name. */
  get target(): unknown {
    const value = this.fields.get(this.name)
    return value && (textOf(value) ?? numberOf(value))
  }

  raw(name: string): RawValue | undefined {
    return this.fields.get(name)
  }

  text(name: string): string | undefined {
    return textOf(this.fields.get(name))
  }

  number(name: string): number | undefined {
    return numberOf(this.fields.get(name))
  }

  flag(name: string, { otherwise } = { otherwise: false }): boolean {
    const value = this.fields.get(name)
    return value ? flagOf(value) : otherwise
  }

  /** A field that must be a document when it is there. @throws StoreError 14 */
  document(name: string): RawValue | undefined {
    const value = this.fields.get(name)
    if (!value || value.type === BsonType.null) return undefined
    if (value.type !== BsonType.document) throw new StoreError(14, `field '${name}' must be of type object`)
    return value
  }

  /** A list of documents, from the body or sent beside it. @throws StoreError 14 */
  documents(name: string): readonly RawValue[] {
    const beside = this.sequences.get(name)
    if (beside) return beside
    const value = this.fields.get(name)
    if (value?.type !== BsonType.array) throw new StoreError(14, `field '${name}' must be an array`)
    const items = itemsOf(value)
    if (items.some(({ type }) => type !== BsonType.document))
      throw new StoreError(14, `field '${name}' must be an array of objects`)
    return items
  }

  /** The session and the number of a retryable write in it. */
  get retry(): { readonly session: Buffer; readonly number: bigint } | undefined {
    const number = this.fields.get('txnNumber')
    const session = this.fields.get('lsid')
    const id = session && field(session, 'id')
    if (!number || !id || number.type !== BsonType.int64) return undefined
    return { session: slice(id), number: number.bytes.readBigInt64LE(number.start) }
  }
}

/** Reads the body of an OP_MSG. @throws FrameError, InvalidBsonError */
export function readMessage(body: Buffer): Request {
  const flags = body.readUInt32LE(0)
  if (flags & REQUIRED_BITS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) throw new FrameError('unknown required flag bits')
  const end = flags & CHECKSUM_PRESENT ? body.length - 4 : body.length
  const sequences = new Map<string, readonly RawValue[]>()
  let command: Buffer | undefined
  let at = 4
  while (at < end) {
    const kind = body[at++]!
    if (kind !== 0 && kind !== 1) throw new FrameError(`unknown section kind ${kind}`)
    if (kind === 0 && command) throw new FrameError('two bodies in one message')
    const next = kind === 0 ? validateDocument(body, at, end) : readSequence(body, at, end, sequences)
    if (kind === 0) command = body.subarray(at, next)
    at = next
  }
  if (!command) throw new FrameError('a message without a body')
  return new Request(command, sequences, (flags & MORE_TO_COME) === 0)
}

function readSequence(body: Buffer, start: number, limit: number, sequences: Map<string, readonly RawValue[]>): number {
  if (start + 4 > limit) throw new FrameError('section is cut short')
  const end = start + body.readInt32LE(start)
  const nameEnd = body.indexOf(0, start + 4)
  if (end > limit || nameEnd < 0 || nameEnd >= end) throw new FrameError('section length is wrong')
  const documents: RawValue[] = []
  for (let at = nameEnd + 1; at < end;) {
    const next = validateDocument(body, at, end)
    documents.push(documentValue(body.subarray(at, next)))
    at = next
  }
  sequences.set(body.toString('utf8', start + 4, nameEnd), documents)
  return end
}

/** Reads the body of an OP_QUERY on `<database>.$cmd`. @throws FrameError, InvalidBsonError */
export function readQuery(body: Buffer): Request {
  const nameEnd = body.indexOf(0, 4)
  if (nameEnd < 0 || !body.toString('utf8', 4, nameEnd).endsWith('.$cmd'))
    throw new FrameError('OP_QUERY is understood for commands only')
  const start = nameEnd + 9
  if (start + 5 > body.length) throw new FrameError('query is cut short')
  const end = validateDocument(body, start, body.length)
  return new Request(body.subarray(start, end), new Map(), true)
}
