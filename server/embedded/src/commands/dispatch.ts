import { notSupported, StoreError } from '../store-error.js'
import type { Store } from '../store.js'
import type { Dispatch } from '../wire/connection.js'
import { aggregate } from './aggregate.js'
import { collectionCommands } from './collection-commands.js'
import { COMMON_FIELDS, REFUSED_EVERYWHERE, type Command } from './command.js'
import { explain } from './explain.js'
import { readCommands } from './read.js'
import { serverCommands } from './server-commands.js'
import { writeCommands } from './write.js'
import type { Request } from '../wire/request.js'

const COMMANDS = new Map<string, Command>(
  Object.entries({ ...serverCommands, ...collectionCommands, ...readCommands, ...writeCommands, aggregate, explain }),
)

/** Commands of MongoDB that are refused with the name of the feature rather than as unknown. */
const REFUSED_COMMANDS: Readonly<Record<string, string>> = {
  abortTransaction: 'a transaction',
  commitTransaction: 'a transaction',
  mapReduce: 'mapReduce',
  collMod: 'collMod',
  renameCollection: 'renameCollection',
  validate: 'the validate command (use the verify command line)',
  createUser: 'user management',
}

/** Answers commands from the allow-list; everything else is refused by name. */
export function dispatcher(store: Store): Dispatch {
  return (request) => {
    const command = COMMANDS.get(request.name)
    if (!command) throw unknownCommand(request.name)
    requireKnownFields(command, request)
    return command.run(store, request)
  }
}

function unknownCommand(name: string): StoreError {
  const feature = Object.hasOwn(REFUSED_COMMANDS, name) ? REFUSED_COMMANDS[name] : undefined
  return feature ? notSupported(feature) : new StoreError(59, `no such command: '${name}'`)
}

function requireKnownFields(command: Command, request: Request): void {
  for (const name of request.fieldNames()) {
    if (name === request.name || COMMON_FIELDS.has(name)) continue
    const refused = REFUSED_EVERYWHERE[name] ?? command.refused?.[name]
    if (refused && isMeant(request, name)) throw notSupported(refused)
    if (!refused && !command.fields.includes(name))
      throw new StoreError(40415, `BSON field '${request.name}.${name}' is an unknown field.`)
  }
}

/** `capped: false` or an empty `let` asks for nothing. */
function isMeant(request: Request, name: string): boolean {
  const value = request.raw(name)
  if (!value) return true
  const isEmptyDocument = value.type === 0x03 && value.end - value.start === 5
  return name === 'autocommit' || (!isEmptyDocument && (value.type !== 0x08 || request.flag(name)))
}
