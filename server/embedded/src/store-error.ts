/** An error that a client sees: MongoDB's code and code name, and one sentence. */
export class StoreError extends Error {
  readonly codeName: string

  constructor(
    readonly code: number,
    message: string,
    /** Further fields of the answer, such as keyPattern and keyValue. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.codeName = CODE_NAMES[code] ?? `Location${code}`
  }
}

/** Names of the codes used here, as the drivers know them. */
const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  16: 'InvalidLength',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  52: 'DollarPrefixedFieldName',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  112: 'WriteConflict',
  115: 'CommandNotSupported',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  225: 'TransactionTooOld',
  238: 'NotImplemented',
  291: 'NoQueryExecutionPlans',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  303: 'FeatureNotSupported',
  314: 'ObjectIsBusy',
  10003: 'CannotGrowDocumentInCappedNamespace',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  14031: 'OutOfDiskSpace',
  17280: 'KeyTooLong',
}

/** Refuses a feature by name. */
export function notSupported(feature: string): StoreError {
  return new StoreError(115, `${feature} is not supported by the embedded store; use a MongoDB server for it`)
}
