import { z } from 'zod'
import { command } from '../kernel/command.js'
import { ATTRIBUTE_TEXT_MAX, ATTRIBUTES_MAX } from './attribute-values.js'

const value = z.union([z.string().max(ATTRIBUTE_TEXT_MAX), z.number(), z.boolean(), z.null()])

/**
 * What the page around the chat says of its visitor: the plan, the page they look at. Nobody has signed it, so it is kept
 * apart from what the host's server said. A name that comes with null is taken back.
 */
export const SetAttributes = command({
  name: 'contacts:setAttributes',
  permission: 'thread.own',
  input: z.strictObject({
    attributes: z
      .record(z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_ -]{0,39}$/u), value)
      .refine((attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX, { message: 'too_many' }),
  }),
  output: z.strictObject({}),
})
