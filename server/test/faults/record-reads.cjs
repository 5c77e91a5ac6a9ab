// Loaded before the server (node --require): writes a line for each read of the store into PARLEY_READS_FILE, with the collection
// and the fields that it asks by. What the server looks after by itself, for every tenant, is left out.
const { appendFileSync } = require('node:fs')
const { join } = require('node:path')

const { CommandGuard } = require(join(__dirname, '..', '..', 'dist', 'platform', 'mongo', 'command-guard.js'))
const { watch } = CommandGuard.prototype

CommandGuard.prototype.watch = function (client) {
  client.on('commandStarted', ({ commandName, command }) => {
    if (!['find', 'aggregate', 'count', 'distinct'].includes(commandName)) return
    if (command.comment?.startsWith('every tenant: ') && command.find !== 'channels') return
    const fields = Object.keys(command.filter ?? command.query ?? {}).join(',')
    appendFileSync(process.env.PARLEY_READS_FILE, `${command[commandName]} by ${fields}\n`)
  })
  return watch.call(this, client)
}
