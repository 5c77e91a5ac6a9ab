/** For an LRUCache of so many values that takes their room as they come: with `max` it takes the room of all at once. */
export const roomFor = (values: number) => ({ maxSize: values, sizeCalculation: () => 1 })
