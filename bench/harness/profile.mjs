// Reads a CPU profile: which functions a server spends its own time in, and which packages.
import { readFileSync } from 'node:fs'

const SHOWN = 40
/** Waiting, and the profiler itself. */
const NOT_WORK = new Set(['(idle)', 'dispatch'])

/** `file.js:line` within its package, so that no path of this machine is shown. */
function placeOf({ url, lineNumber }) {
  const path = url.replace(/^file:\/\//, '').replace(/^.*\/node_modules\//, '')
  return `${path.replace(/^.*\/(server|shared|bench)\//, '$1/')}:${lineNumber + 1}`
}

function packageOf({ url, functionName }) {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)'
  if (url.startsWith('node:')) return 'node'
  const [, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? []
  return name ?? placeOf({ url, lineNumber: 0 }).split('/dist/')[0]
}

function ranked(totals, whole) {
  return [...totals]
    .sort(([, one], [, other]) => other - one)
    .slice(0, SHOWN)
    .map(([name, micros]) => `${((100 * micros) / whole).toFixed(1).padStart(6)} %  ${name}`)
}

/** Time in a function and in what it calls, for functions of Parley alone; what runs after an await is its own. */
function withCallees(nodes, selfMicros) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const totals = new Map()
  const walk = (node, above) => {
    const { callFrame, children = [] } = node
    const isOurs = packageOf(callFrame) === 'server'
    const name = `${callFrame.functionName || '(anonymous)'}  ${isOurs ? placeOf(callFrame) : ''}`
    const isCounted = isOurs && !above.includes(name)
    const within = isCounted ? [...above, name] : above
    let micros = selfMicros.get(node.id) ?? 0
    for (const child of children) micros += walk(byId.get(child), within)
    if (isCounted) totals.set(name, (totals.get(name) ?? 0) + micros)
    return micros
  }
  walk(nodes[0], [])
  return totals
}

/** Lines for a person: self time by package, then by function, as shares of the time that was not idle. */
export function readProfile(file) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'))
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const byFunction = new Map()
  const byPackage = new Map()
  const selfMicros = new Map()
  let whole = 0
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id)
    if (NOT_WORK.has(frame.functionName) && frame.url === '') continue
    const micros = timeDeltas[index]
    const name = `${frame.functionName || '(anonymous)'}  ${frame.url === '' ? '' : placeOf(frame)}`
    byFunction.set(name, (byFunction.get(name) ?? 0) + micros)
    byPackage.set(packageOf(frame), (byPackage.get(packageOf(frame)) ?? 0) + micros)
    selfMicros.set(id, (selfMicros.get(id) ?? 0) + micros)
    whole += micros
  }
  const inclusive = withCallees(nodes, selfMicros)
  return [
    'by package',
    ...ranked(byPackage, whole),
    'by function',
    ...ranked(byFunction, whole),
    'with what it calls',
    ...ranked(inclusive, whole),
  ]
}
