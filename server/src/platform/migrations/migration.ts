/** A document as any version of Parley may have stored it. */
export type AnyDocument = Record<string, unknown>

/** What a migration may do to the store. Each is done once however often it is asked for, and goes on where a killed node stopped. */
export interface MigrationSteps {
  /** Takes an index away if it is there. */
  dropIndex: (collection: string, index: string) => Promise<void>
  /**
   * Gives documents what they lack. What `lacking` names is set only where it is absent, so that whatever was written since
   * stays; null leaves a document as it is. Once per collection and migration: how far it has come
   * is kept by the collection's name.
   */
  backfill: (collection: string, lacking: (document: AnyDocument) => AnyDocument | null) => Promise<void>
  /** Takes a field away wherever it is. */
  dropField: (collection: string, field: string) => Promise<void>
  /** All documents of a small collection. */
  readAll: (collection: string) => Promise<AnyDocument[]>
}

/** One change of the store's format. */
export interface Migration {
  /** The format that the store has after it; they count up without a gap. */
  version: number
  name: string
  /**
   * The oldest code, by the format it was made for, that may go on working on what this leaves behind: while nodes are
   * replaced one after the other, the release before runs beside this one.
   */
  worksFrom: number
  run: (steps: MigrationSteps) => Promise<void>
}
