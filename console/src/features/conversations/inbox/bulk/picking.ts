import { shallowRef, watch } from 'vue'

/** The set with an id in it, or without it if it was. */
export function toggled(picked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(picked)
  if (!next.delete(id)) next.add(id)
  return next
}

/** The set with everything between two rows of a list, both of them with it. */
export function withRange(
  picked: ReadonlySet<string>,
  ids: readonly string[],
  ends: { from: string; to: string },
): ReadonlySet<string> {
  const [from, to] = [ids.indexOf(ends.from), ids.indexOf(ends.to)]
  if (from === -1 || to === -1) return new Set([...picked, ends.to])
  return new Set([...picked, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)])
}

/** Which rows of a list are picked; undefined while nobody picks. What has left the list is picked no more. */
export function usePicking(ids: () => readonly string[]) {
  const picked = shallowRef<ReadonlySet<string>>()
  let last: string | undefined

  watch(ids, (present) => {
    if (picked.value === undefined || picked.value.size === 0) return
    const here = new Set(present)
    const left = [...picked.value].filter((id) => here.has(id))
    if (left.length < picked.value.size) picked.value = new Set(left)
  })

  function begin(): void {
    picked.value ??= new Set()
  }

  function end(): void {
    picked.value = last = undefined
  }

  function pick(id: string, how: 'one' | 'range'): void {
    const held = picked.value ?? new Set()
    picked.value =
      how === 'range' && last !== undefined ? withRange(held, ids(), { from: last, to: id }) : toggled(held, id)
    last = id
  }

  function pickAll(): void {
    picked.value = new Set(ids())
  }

  return { picked, begin, end, pick, pickAll }
}
