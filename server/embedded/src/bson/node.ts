import { BsonType } from './bson-type.js'
import { documentValue, elementsOf, itemsOf, type RawValue } from './raw.js'
import { BsonWriter } from './writer.js'

/** A document opened for change, one level deep: what nobody touches stays the bytes it was, type and all. */
export class DocumentNode {
  constructor(readonly fields: Map<string, Node>) {}
}

/** An array opened for change. */
export class ArrayNode {
  constructor(readonly items: Node[]) {}
}

export type Node = RawValue | DocumentNode | ArrayNode

export function openDocumentNode(bytes: Buffer): DocumentNode {
  return new DocumentNode(new Map(elementsOf(bytes)))
}

/** Opens a value that is a document or an array; other values stay as they are. */
export function openNode(node: Node): Node {
  if (node instanceof DocumentNode || node instanceof ArrayNode) return node
  if (node.type === BsonType.document) return new DocumentNode(new Map(elementsOf(node.bytes, node.start)))
  if (node.type === BsonType.array) return new ArrayNode(itemsOf(node))
  return node
}

function write(writer: BsonWriter, name: string, node: Node): void {
  if (node instanceof DocumentNode) {
    writer.nest(name, BsonType.document)
    for (const [inner, child] of node.fields) write(writer, inner, child)
    writer.close()
    return
  }
  if (node instanceof ArrayNode) {
    writer.nest(name, BsonType.array)
    node.items.forEach((item, index) => write(writer, String(index), item))
    writer.close()
    return
  }
  writer.value(name, node)
}

/** The bytes of an opened document. */
export function closeDocument(node: DocumentNode): Buffer {
  const writer = new BsonWriter()
  for (const [name, child] of node.fields) write(writer, name, child)
  return writer.finish()
}

/** A node as one raw value, to be compared or stored elsewhere. */
export function closeNode(node: Node): RawValue {
  if (node instanceof DocumentNode) return documentValue(closeDocument(node))
  if (!(node instanceof ArrayNode)) return node
  const writer = new BsonWriter()
  node.items.forEach((item, index) => write(writer, String(index), item))
  const bytes = writer.finish()
  return { type: BsonType.array, bytes, start: 0, end: bytes.length }
}
