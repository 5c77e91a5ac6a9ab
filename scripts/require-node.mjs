// Ends with one sentence when Node is too old. Old Nodes must be able to parse this file and the ones that import it statically.
import { readFileSync } from 'node:fs'

const wanted = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).engines.node.replace(
  '>=',
  '',
)

/** @param {string} version */
const asNumber = (version) => Number(version.split('.')[0]) * 1000 + Number(version.split('.')[1])

if (asNumber(process.versions.node) < asNumber(wanted)) {
  console.error('Parley needs Node ' + wanted + ' or newer; this is Node ' + process.versions.node + '.')
  process.exit(1)
}
