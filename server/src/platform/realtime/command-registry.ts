import type { CommandDefinition } from '@parley/shared/kernel/command'
import type { z } from 'zod'
import type { Principal } from '../principal.js'

/** The connection that a command came over: it may enter or leave rooms that the use case computed, nothing else. */
export interface CommandConnection {
  readonly id: string
  join: (room: string) => void
  leave: (room: string) => void
}

/** Carries out one command: gets a parsed input, returns the answer or throws a `ParleyError`. */
export interface UseCase<Caller extends Principal, Input, Output> {
  run: (caller: Caller, input: Input, connection: CommandConnection) => Promise<Output>
}

/** One row of a command table. */
export interface CommandRow<Caller extends Principal> {
  definition: CommandDefinition
  run: (caller: Caller, input: unknown, connection: CommandConnection) => Promise<unknown>
}

/**
 * Binds a command to its use case. The types of both must agree, so a use case that takes or answers something else does
 * not compile, and an event name exists only in the definition.
 */
export function handle<
  Caller extends Principal,
  Name extends string,
  Permission extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
>(
  definition: CommandDefinition<Name, Permission, Input, Output>,
  useCase: UseCase<Caller, z.output<Input>, z.input<Output>>,
): CommandRow<Caller> {
  return {
    definition,
    run: (caller, input, connection) => useCase.run(caller, input as z.output<Input>, connection),
  }
}

/**
 * The rows of all features as one table by event name.
 * @throws when a declared command has no row, or two rows share one: the server then refuses to start
 */
export function commandTable<Caller extends Principal>(
  declared: readonly CommandDefinition[],
  rows: readonly CommandRow<Caller>[],
): ReadonlyMap<string, CommandRow<Caller>> {
  const table = new Map(rows.map((row) => [row.definition.name, row]))
  const missing = declared.filter((definition) => !table.has(definition.name)).map((definition) => definition.name)
  if (missing.length > 0) throw new Error(`No use case handles ${missing.join(', ')}`)
  if (table.size !== rows.length || table.size !== declared.length) throw new Error('A command has more than one row')
  return table
}
