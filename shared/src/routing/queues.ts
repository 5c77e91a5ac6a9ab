import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { SILENCE_MAX_MINUTES } from './limits.js'

export const QUEUE_NAME_MAX_CHARACTERS = 25
const Name = z.string().trim().min(1).max(QUEUE_NAME_MAX_CHARACTERS)
const memberIds = z.array(Id).max(2_000)

/** Silence after an answer, in minutes: until the contact is told, and from then until the conversation ends. */
const minutes = z.int().min(1).max(SILENCE_MAX_MINUTES)
export const Silence = z.strictObject({ warnAfterMinutes: minutes, endAfterMinutes: minutes })
export type Silence = z.infer<typeof Silence>

/** Where conversations wait (A1). Its members are given its chats, and are who the scope `queue` means. */
export const Queue = z.strictObject({
  id: Id,
  name: z.string(),
  /** A disabled one hands nothing out; what waits in it can still be claimed. */
  isEnabled: z.boolean(),
  memberIds: z.array(Id),
  /** When a conversation that was answered ends by itself; null for never. */
  silence: Silence.nullable(),
  version: z.int().nonnegative(),
})
export type Queue = z.infer<typeof Queue>

export const ListQueues = command({
  name: 'routing:listQueues',
  permission: 'queues.read',
  input: z.strictObject({}),
  output: z.strictObject({ queues: z.array(Queue) }),
})

/** `name_taken`; `bad_request` for a member who cannot have chats. */
export const CreateQueue = command({
  name: 'routing:createQueue',
  permission: 'queues.manage',
  input: z.strictObject({ name: Name, memberIds }),
  output: z.strictObject({ queue: Queue }),
})

/** What is absent stays. `bad_request` for a new member who cannot have chats; who is one already may stay. */
export const EditQueue = command({
  name: 'routing:editQueue',
  permission: 'queues.manage',
  input: z.strictObject({
    queueId: Id,
    version: z.int().nonnegative(),
    name: Name.optional(),
    isEnabled: z.boolean().optional(),
    memberIds: memberIds.optional(),
    silence: Silence.nullable().optional(),
  }),
  output: z.strictObject({ queue: Queue }),
})
