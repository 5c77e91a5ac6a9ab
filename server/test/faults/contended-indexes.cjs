// Loaded before the server (node --require): as on a store that gives up one of two nodes that build indexes side by side, the first
// attempt at each collection fails, with the words that such a store gives.
const { Collection } = require('mongoose')

const { createIndexes } = Collection.prototype
const contended = new Set()

Collection.prototype.createIndexes = async function (...args) {
  if (contended.has(this.collectionName)) return createIndexes.apply(this, args)
  contended.add(this.collectionName)
  throw new Error('deadlock detected')
}
