/** A list as far as it was read. */
export interface Pages<Item, Cursor> {
  items: readonly Item[]
  /** Where the next page begins; null at the end, undefined before the first. */
  next: Cursor | null | undefined
}

/** What has an id, so that a row that comes twice is shown once. */
interface Identified {
  readonly id: string
}

/** Puts a page under what was read before; a row that both have is shown once, as the later page has it, where it stood. */
export function addPage<Item extends Identified, Cursor>(
  held: Pages<Item, Cursor>,
  page: { items: readonly Item[]; next: Cursor | null },
): Pages<Item, Cursor> {
  const fresh = new Map(page.items.map((item) => [item.id, item]))
  const kept = held.items.map((item) => fresh.get(item.id) ?? item)
  const known = new Set(held.items.map(({ id }) => id))
  return { items: [...kept, ...page.items.filter(({ id }) => !known.has(id))], next: page.next }
}

/** Puts one changed row in the place of what it was. */
export function replaceItem<Item extends Identified, Cursor>(
  held: Pages<Item, Cursor>,
  item: Item,
): Pages<Item, Cursor> {
  return { ...held, items: held.items.map((each) => (each.id === item.id ? item : each)) }
}
