// Checks what no linter sees: names of folders and files, lengths, pinned versions, decisions, traces of a machine. Part of `npm run check`.
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'coverage', 'test-results', '.git', '.env', 'pnpm-lock.yaml'])
const LONGER_FILES = 'docs/decisions/0005-longer-files.md'
const DECISION_LINES = { min: 5, max: 40 }

interface File {
  path: string
  name: string
  text: string
  lines: string[]
}

/** A rule names what breaks it, one line for each breach. */
type Rule = (files: File[]) => string[]

const vagueNames: Rule = (files) =>
  files
    .filter(({ path }) => /\/src\//.test(path))
    .filter(({ path }) => /\/(utils?|helpers?|common|misc|types|constants)(\.[a-z.]+|\/|$)/.test(path))
    .map(
      ({ path }) => `${path}: say what it is about; a helper lives in the file that needs it, or with the nearest noun`,
    )

const featureNames: Rule = (files) => {
  const glossary = files.find(({ path }) => path === 'GLOSSARY.md')?.text ?? ''
  const section = glossary.split(/^## /m).find((part) => part.startsWith('Feature names')) ?? ''
  const known = new Set<string | undefined>([...section.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name))
  const used = files.flatMap(({ path }) => {
    const found =
      /^(?:server\/src\/modules|(?:console|widget)\/src\/features)\/([^/]+)\//.exec(path) ??
      /^shared\/src\/(?!kernel\/)([^/]+)\//.exec(path)
    return found === null || known.has(found[1]) ? [] : [`${found[0]} is not among the feature names of GLOSSARY.md`]
  })
  return [...new Set(used)]
}

const SUFFIXES = [
  'gateway',
  'controller',
  'repository',
  'schema',
  'broadcast',
  'store',
  'socket',
  'api',
  'test',
  'd',
  'en',
  'zh-CN',
]

const suffixes: Rule = (files) =>
  files
    .filter(({ path }) => /\/src\/.*\.ts$/.test(path))
    .filter(({ name }) =>
      name
        .split('.')
        .slice(1, -1)
        .some((suffix) => !SUFFIXES.includes(suffix)),
    )
    .map(({ path }) => `${path}: suffixes are ${SUFFIXES.join(', ')}`)

const testNames: Rule = (files) =>
  files
    .filter(({ path }) => /\.spec\.|__tests__\//.test(path))
    .map(({ path }) => `${path}: a test is named X.test.ts and stands beside X.ts`)

const lengths: Rule = (files) => {
  const raised = new Map<string, number>()
  const listed = files.find(({ path }) => path === LONGER_FILES)?.text ?? ''
  for (const [, path = '', limit] of listed.matchAll(/^- `([^`]+)` (\d+): \S/gm)) raised.set(path, Number(limit))
  const tooLong = files
    .filter(({ path, lines }) => lines.length > (raised.get(path) ?? lengthLimit(path)))
    .map(
      ({ path, lines }) =>
        `${path}: ${lines.length} lines; look for the second noun, or raise its limit in ${LONGER_FILES}`,
    )
  const gone = [...raised.keys()].filter((path) => !files.some((file) => file.path === path))
  return [...tooLong, ...gone.map((path) => `${LONGER_FILES}: ${path} is no longer there`)]
}

function lengthLimit(path: string): number {
  if (/\.test\.ts$|\/test\//.test(path)) return 400
  if (path.endsWith('.vue')) return 150
  return /\.(ts|mjs)$/.test(path) && !/words\.[a-zA-Z-]+\.ts$/.test(path) ? 250 : Infinity
}

const decisions: Rule = (files) => {
  const found = files.filter(({ path }) => path.startsWith('docs/decisions/'))
  const numbers = found.map(({ name }) => name.slice(0, 4))
  return found.flatMap(({ path, name, lines }) => [
    ...(/^\d{4}-[a-z0-9-]+\.md$/.test(name) ? [] : [`${path}: a decision is named 0001-what-was-chosen.md`]),
    ...(numbers.filter((number) => number === name.slice(0, 4)).length > 1 ? [`${path}: its number is taken`] : []),
    ...(lines.length < DECISION_LINES.min || (lines.length > DECISION_LINES.max && path !== LONGER_FILES)
      ? [`${path}: ${lines.length} lines; context, choice and cost take 10 to 30`]
      : []),
  ])
}

/** Written in pieces, so that this file does not find itself. */
const LEFTOVERS: [RegExp, string][] = [
  [new RegExp(`\\b(TO${'DO'}|FIX${'ME'}|XX${'X'})\\b`), 'finish it, or write an issue'],
  [new RegExp(`\\b(it|test|describe)\\.on${'ly'}\\(`), 'the other tests do not run'],
  [new RegExp(`(?<![\\w.@-])/(ho${'me'}|Use${'rs'}|ro${'ot'}|wo${'rk'})/\\w`), 'a path of one machine'],
  [new RegExp(`https?://[^/\\s]*(regis${'try'}\\.|:48${'73'})`), 'an address of a package registry'],
]

const leftovers: Rule = (files) =>
  files.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) =>
      LEFTOVERS.filter(([pattern]) => pattern.test(line)).map(([, why]) => `${path}:${index + 1}: ${why}`),
    ),
  )

const pins: Rule = (files) =>
  files
    .filter(({ name }) => name === 'package.json')
    .flatMap(({ path, text }) => {
      const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text)
      const wanted: [string, string][] = Object.entries({
        ...dependencies,
        ...devDependencies,
        ...optionalDependencies,
      })
      return wanted
        .filter(([, version]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*)$/.test(version))
        .map(([name, version]) => `${path}: ${name} is ${version}; write the exact version`)
    })

const scriptHelp: Rule = (files) =>
  files
    .filter(({ path }) => /^scripts\/[^/]+\.(mjs|ts)$/.test(path))
    .filter(({ lines }) => !lines[0]?.startsWith('// '))
    .map(({ path }) => `${path}: its first line says what it is for`)

const PHYSICAL_SIDES = /^\s*((margin|padding|border)-(left|right)|left|right|text-align:\s*(left|right))\b.*:/

const styles: Rule = (files) =>
  files
    .filter(({ path }) => /^(console|widget)\/src\/.*\.(vue|css)$/.test(path))
    .flatMap(({ path, lines }) => {
      const start = path.endsWith('.vue') ? lines.findIndex((line) => line.startsWith('<style')) : 0
      if (start === -1) return []
      return lines
        .slice(start)
        .flatMap((line, index) => [
          ...(PHYSICAL_SIDES.test(line)
            ? [`${path}:${start + index + 1}: logical sides only (inline-start, inline-end)`]
            : []),
          ...(/#[0-9a-f]{3,8}\b|\brgba?\(/i.test(line)
            ? [`${path}:${start + index + 1}: colours come from tokens.css`]
            : []),
        ])
    })

const RULES: Record<string, Rule> = {
  'vague names': vagueNames,
  'feature names': featureNames,
  suffixes,
  'test names': testNames,
  lengths,
  decisions,
  leftovers,
  pins,
  'help of scripts': scriptHelp,
  styles,
}

function filesIn(folder: string): File[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [read(join(folder, entry.name))]))
}

function read(path: string): File {
  const text = readFileSync(join(ROOT, path), 'utf8')
  return { path, name: basename(path), text, lines: text.replace(/\n$/, '').split('\n') }
}

const files = filesIn('.')
const breaches = Object.entries(RULES).flatMap(([rule, check]) => check(files).map((breach) => `${rule}: ${breach}`))
for (const breach of breaches) console.log(breach)
process.exit(breaches.length > 0 ? 1 : 0)
