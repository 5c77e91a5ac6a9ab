// node bench/scaling.mjs: writes the last table of docs/scaling.md anew from the figures in its first two.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = join(import.meta.dirname, '..', 'docs', 'scaling.md')
const DAYS = [1_000, 100_000, 10_000_000]
const SECONDS_OF_HOUR = 3_600
const MICRO = 1e-6

const text = readFileSync(FILE, 'utf8')

/** The part of the document between two marks. @param {string} name */
function part(name) {
  const [, found = ''] = new RegExp(`<!-- begin:${name} -->\\n([\\s\\S]*?)<!-- end:${name} -->`).exec(text) ?? []
  return found
}

/** Name → value of a table's first two columns. @param {string} table @returns {Map<string, number>} */
function figuresOf(table) {
  const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  return new Map(rows.map(([, name = '', value = '']) => [name, Number(value)]))
}

const figures = new Map([...figuresOf(part('measured')), ...figuresOf(part('assumed'))])

/** @param {string} name */
function figure(name) {
  const value = figures.get(name)
  if (value === undefined || Number.isNaN(value)) throw new Error(`docs/scaling.md names no figure for "${name}"`)
  return value
}

/** Cores that all nodes of a cell need. @param {number} messages a second @param {number} nodes */
const coresOf = (messages, nodes) =>
  messages * MICRO * (figure('besides') * figure('server per message') + figure('other node per message') * (nodes - 1))

/** The fewest nodes that carry it, or undefined where no number of them does. @param {number} messages @param {number} sockets */
function nodesFor(messages, sockets) {
  const forMemory = Math.ceil((sockets * figure('silent socket')) / (figure('node memory') * 1024 * 1024))
  for (let nodes = Math.max(1, forMemory); nodes <= figure('nodes'); nodes += 1) {
    if (coresOf(messages, nodes) <= nodes * figure('load')) return nodes
  }
  return undefined
}

/** @param {number} contacts a day */
function need(contacts) {
  const peak = figure('peak') * figure('burst')
  const messages = (contacts * figure('messages') * peak) / SECONDS_OF_HOUR
  const agents = contacts / figure('contacts of an agent')
  const sockets = (contacts * peak * figure('stay')) / 60 + agents
  let cells = 1
  while (nodesFor(messages / cells, sockets / cells) === undefined) cells += 1
  const nodes = (nodesFor(messages / cells, sockets / cells) ?? 0) + 1
  const store = (messages * figure('besides') * figure('store per message') * MICRO) / figure('load')
  const log = contacts * figure('messages') * 365 * figure('stored per message')
  const storm = (sockets * figure('connecting') * MICRO) / (cells * nodes)
  return { contacts, messages, agents, sockets, cells, nodes, store: store / cells, log: log / cells / 1e9, storm }
}

/** @param {number} value */
function rounded(value) {
  if (value >= 10 || Number.isInteger(value)) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(2)))
}

const needs = DAYS.map(need)
/** @type {[string, (row: ReturnType<typeof need>) => number][]} */
const ROWS = [
  ['contacts a day', ({ contacts }) => contacts],
  ['agents', ({ agents }) => agents],
  ['messages/s at the peak', ({ messages }) => messages],
  ['sockets at the peak', ({ sockets }) => sockets],
  ['cells', ({ cells }) => cells],
  ['nodes of a cell, one of them spare', ({ nodes }) => nodes],
  ['cores of a cell’s store', ({ store }) => store],
  ['log of a cell in a year, GB', ({ log }) => log],
  ['seconds of a node’s core to take back all sockets', ({ storm }) => storm],
]
const table = ROWS.map(([name, value]) => [name, ...needs.map((row) => rounded(value(row)))])
const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
const [head = '', ...body] = table.map(
  ([name = '', ...values]) =>
    `| ${name.padEnd(widths[0] ?? 0)} | ${values.map((value, at) => value.padStart(widths[at + 1] ?? 0)).join(' | ')} |`,
)
const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
const lines = [head, rule, ...body]
writeFileSync(
  FILE,
  text.replace(/(<!-- begin:computed -->\n)[\s\S]*?(<!-- end:computed -->)/, `$1\n${lines.join('\n')}\n\n$2`),
)
console.log(lines.join('\n'))
