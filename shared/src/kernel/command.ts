import type { z } from 'zod'

/** A command as declared: its event name, the permission it needs, and the shapes of its payload and of its answer. */
export interface CommandDefinition<
  Name extends string = string,
  Permission extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  name: Name
  permission: Permission
  input: Input
  output: Output
}

/** Declares a command once, for server and clients. */
export function command<
  const Name extends string,
  const Permission extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
>(definition: CommandDefinition<Name, Permission, Input, Output>): CommandDefinition<Name, Permission, Input, Output> {
  return definition
}

/** Something that happened, as announced to clients: past tense, one object. */
export interface FactDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> {
  name: Name
  payload: Payload
}

/** Declares a fact once, for server and clients. */
export function fact<const Name extends string, Payload extends z.ZodType>(
  name: Name,
  payload: Payload,
): FactDefinition<Name, Payload> {
  return { name, payload }
}

/** Event name → `{ input, output }`, so that a misspelt event or a wrong payload does not compile. */
export type CommandMap<Definitions extends readonly CommandDefinition[]> = {
  [Definition in Definitions[number] as Definition['name']]: {
    input: z.input<Definition['input']>
    output: z.output<Definition['output']>
  }
}

/** Fact name → payload. */
export type FactMap<Definitions extends readonly FactDefinition[]> = {
  [Definition in Definitions[number] as Definition['name']]: z.output<Definition['payload']>
}

/** Calls a command and resolves with its data; rejects with `ParleyError`, code `unavailable` when no answer came in time. */
export type CallCommand<Commands extends Record<string, { input: unknown; output: unknown }>> = <
  Name extends keyof Commands & string,
>(
  name: Name,
  input: Commands[Name]['input'],
) => Promise<Commands[Name]['output']>
