// docs/benchmarks.md: one section per row, replaced when the row is measured again.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { distance } from './goals.mjs'
import { machine } from './proc.mjs'

const FILE = join(import.meta.dirname, '../../docs/benchmarks.md')

const HEAD = [
  '# Benchmarks',
  '',
  'Written by `npm run bench`: ratios measured in one run on one machine, both sides interleaved. Compare ratios, never times of',
  'different machines. A floor must hold, a goal is where we want to be; a figure meets one when its median does. What is missed is',
  'shown as missed; [where the time goes](where-the-time-goes.md) says what stands behind it.',
  '',
]

/** What a row returns that has nothing to tell of: it printed profiles. */
export const NOTHING = { goals: [], lines: [] }

export const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : '-')

/** A table as prettier writes it. */
export function table(head, rows) {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => String(row[column]).length)),
  )
  const line = (cells) => `| ${cells.map((cell, column) => String(cell).padEnd(widths[column])).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}

export function goalTable(goals) {
  const rows = goals.map((each) => [
    each.id,
    each.what,
    ...[each.median, each.min, each.max, each.floor].map((value) => fixed(value, each.digits ?? 2)),
    distance(each, each.floor),
    fixed(each.goal, each.digits ?? 2),
    distance(each, each.goal),
  ])
  return table(['id', 'what', 'median', 'min', 'max', 'floor', 'to the floor', 'goal', 'to the goal'], rows)
}

const mark = (name, end) => `<!-- ${end}:${name} -->`

/** Puts a row's section into the document. */
export function writeSection(name, { title, method, goals, lines, remarks }) {
  const [start, end] = [mark(name, 'begin'), mark(name, 'end')]
  const section = [
    start,
    '',
    `## ${title}`,
    '',
    ...method,
    '',
    `${new Date().toISOString().slice(0, 10)}, ${machine()}.`,
    '',
    ...goalTable(goals),
    '',
    ...lines,
    ...(remarks.length > 0 ? ['', ...remarks] : []),
    '',
    end,
  ].join('\n')
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : `${HEAD.join('\n')}\n`
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  const next =
    from === -1 ? `${text.trimEnd()}\n\n${section}\n` : text.slice(0, from) + section + text.slice(to + end.length)
  writeFileSync(FILE, next)
}

/** The median that stands in the document for a figure; undefined while there is none. */
export function published({ id, what }) {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''
  const cells = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const row = cells.find(([, ofId, ofWhat]) => ofId === id && ofWhat === what)
  return row === undefined ? undefined : Number(row[3])
}
