import { Catalog, type Collection } from './storage/catalog.js'
import { Documents } from './storage/documents.js'
import { Engine } from './storage/engine.js'
import type { Namespace } from './storage/namespace.js'
import { Garbage } from './storage/garbage.js'
import { Retries } from './storage/retries.js'
import { Cursors } from './query/cursors.js'
import type { Limits } from './query/execute.js'

const DEFAULT_LIMITS: Limits = { scannedDocuments: 1_000, sortedDocuments: 1_000 }

/** Everything that commands work on. */
export class Store {
  readonly engine: Engine
  readonly catalog: Catalog
  readonly documents: Documents
  readonly retries: Retries
  readonly garbage: Garbage
  readonly cursors = new Cursors()
  readonly limits: Limits

  constructor(file: string, limits: Partial<Limits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits }
    this.engine = new Engine(file, () => this.catalog.load())
    this.catalog = new Catalog(this.engine)
    this.catalog.load()
    this.documents = new Documents(this.engine, this.catalog)
    this.retries = new Retries(this.engine)
    this.garbage = new Garbage(this.engine)
  }

  /** The collection, made when it is not there. Only inside a write job. */
  collectionForWrite(namespace: Namespace): Collection {
    return this.catalog.find(namespace) ?? this.catalog.create(namespace)
  }

  async close(): Promise<void> {
    this.garbage.stop()
    await this.engine.close()
  }
}
