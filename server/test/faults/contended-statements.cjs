// Loaded before the server (node --require): as on a store that gives up one of two nodes that do the like side by side, the first
// attempt of each kind of statement at each collection fails, with the words that such a store gives, and writes nothing.
const { Collection } = require('mongoose')

const contended = new Set()

for (const name of ['createIndexes', 'deleteOne', 'findOneAndUpdate', 'insertOne', 'updateMany', 'updateOne']) {
  const statement = Collection.prototype[name]
  Collection.prototype[name] = async function (...args) {
    const what = `${name} ${this.collectionName}`
    if (contended.has(what)) return statement.apply(this, args)
    contended.add(what)
    throw new Error('deadlock detected')
  }
}
