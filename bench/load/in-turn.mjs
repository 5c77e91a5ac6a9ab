const HANDS = 8

/** Works through items a few at a time; the results in the order of the items. */
export async function inTurn(items, work) {
  const results = new Array(items.length)
  let next = 0
  const hand = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index])
    }
  }
  await Promise.all(Array.from({ length: HANDS }, hand))
  return results
}
