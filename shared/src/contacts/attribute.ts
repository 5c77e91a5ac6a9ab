import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import {
  ATTRIBUTE_KEY,
  ATTRIBUTE_NAME_MAX,
  ATTRIBUTE_TEXT_MAX,
  ATTRIBUTE_TYPES,
  ATTRIBUTES_MAX,
  CHOICE_MAX,
  CHOICES_MAX,
} from './attribute-values.js'

const Key = z.string().regex(ATTRIBUTE_KEY)
const Name = z.string().trim().min(1).max(ATTRIBUTE_NAME_MAX)
const Choices = z
  .array(z.string().trim().min(1).max(CHOICE_MAX))
  .max(CHOICES_MAX)
  .refine((choices) => new Set(choices).size === choices.length, { message: 'doubled' })
const Type = z.enum(ATTRIBUTE_TYPES)

const hasItsChoices = ({ type, choices }: { type: z.infer<typeof Type>; choices: readonly string[] }): boolean =>
  type === 'choice' ? choices.length > 0 : choices.length === 0

/** What a tenant knows of its contacts beside name and address: how it is called, and what its values are. */
export const ContactAttribute = z.strictObject({
  id: Id,
  /** How hosts call it; never changes. */
  key: z.string(),
  name: z.string(),
  /** Never changes: what is stored would no longer fit. */
  type: Type,
  /** What there is to choose; of `choice` alone. */
  choices: z.array(z.string()),
  version: z.int().nonnegative(),
})
export type ContactAttribute = z.infer<typeof ContactAttribute>

/** What staff change of a contact's attributes, key by key; null takes a value away. */
export const AttributeChange = z
  .record(Key, z.union([z.string().trim().min(1).max(ATTRIBUTE_TEXT_MAX), z.number(), z.boolean(), z.null()]))
  .refine((attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX, { message: 'too_many' })

/** All of the tenant, in the order in which they were made. */
export const ListAttributes = command({
  name: 'contacts:listAttributes',
  permission: 'contacts.read',
  input: z.strictObject({}),
  output: z.strictObject({ attributes: z.array(ContactAttribute) }),
})

/** `name_taken` where there is one of this key; `too_large` when there are too many. */
export const CreateAttribute = command({
  name: 'contacts:createAttribute',
  permission: 'contacts.define',
  input: z
    .strictObject({ key: Key, name: Name, type: Type, choices: Choices })
    .refine(hasItsChoices, { path: ['choices'] }),
  output: z.strictObject({ attribute: ContactAttribute }),
})

/** `edit_conflict` when somebody else was faster; `bad_request` for choices of what has none. */
export const EditAttribute = command({
  name: 'contacts:editAttribute',
  permission: 'contacts.define',
  input: z.strictObject({ attributeId: Id, version: z.int().nonnegative(), name: Name, choices: Choices }),
  output: z.strictObject({ attribute: ContactAttribute }),
})

/** Values that contacts have stay, under the key. */
export const DeleteAttribute = command({
  name: 'contacts:deleteAttribute',
  permission: 'contacts.define',
  input: z.strictObject({ attributeId: Id }),
  output: z.strictObject({}),
})

/** What a tenant knows of its contacts is another list now: read it again. */
export const AttributesChanged = fact('contacts:attributesChanged', z.strictObject({}))
