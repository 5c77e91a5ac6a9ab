// Loaded before the server (node --require): as on a store that gives up one of two nodes that build indexes side by side, the first
// attempt at each collection fails, with the words that such a store gives.
const { Model } = require('mongoose')

const { createIndexes } = Model
const contended = new Set()

Model.createIndexes = async function (...args) {
  if (contended.has(this.modelName)) return createIndexes.apply(this, args)
  contended.add(this.modelName)
  throw new Error('deadlock detected')
}
