import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { TAG_NAME_MAX_CHARACTERS } from './limits.js'

const Name = z.string().trim().min(1).max(TAG_NAME_MAX_CHARACTERS)

/** A word of the tenant's list, by which conversations are told apart. */
export const Tag = z.strictObject({ id: Id, name: z.string(), version: z.int().nonnegative() })
export type Tag = z.infer<typeof Tag>

/** The tenant's whole list, by name. */
export const ListTags = command({
  name: 'tags:listTags',
  permission: 'conversations.read',
  input: z.strictObject({}),
  output: z.strictObject({ tags: z.array(Tag) }),
})

/** `name_taken`, whatever its capitals; `too_large` when the list is full. */
export const CreateTag = command({
  name: 'tags:createTag',
  permission: 'tags.manage',
  input: z.strictObject({ name: Name }),
  output: z.strictObject({ tag: Tag }),
})

/** `edit_conflict` when somebody else was faster. */
export const EditTag = command({
  name: 'tags:editTag',
  permission: 'tags.manage',
  input: z.strictObject({ tagId: Id, version: z.int().nonnegative(), name: Name }),
  output: z.strictObject({ tag: Tag }),
})

/** Conversations that had it have it no longer. */
export const DeleteTag = command({
  name: 'tags:deleteTag',
  permission: 'tags.manage',
  input: z.strictObject({ tagId: Id }),
  output: z.strictObject({}),
})

/** The list has changed: read it again. */
export const TagsChanged = fact('tags:tagsChanged', z.strictObject({}))
