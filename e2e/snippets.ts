import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(__dirname, '..')
/** Inside the package, so that what a snippet imports is found; nothing there is anybody's. */
const WORKSHOP = join(ROOT, 'widget/sdk/node_modules/.snippets')
const VITE = join(ROOT, 'widget/node_modules/vite/bin/vite.js')
const CONFIG = join(ROOT, 'widget/sdk/snippets/vite.config.ts')

/** The code in a page of the documentation, below a heading: its first block in a language. */
export function snippet(file: string, heading: string, language: string): string {
  const below = readFileSync(join(ROOT, file), 'utf8').split(`# ${heading}\n`)[1]
  const code = below?.split(/^#+ /m)[0]?.match(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm'))?.[1]
  if (code === undefined) throw new Error(`${file} has no ${language} below "${heading}"`)
  return code
}

/** Builds a page from files, `main.js` or `main.jsx` among them, as a site's author would; returns what is to be served. */
export async function built(files: Record<string, string>): Promise<Record<string, string>> {
  mkdirSync(WORKSHOP, { recursive: true })
  const folder = mkdtempSync(join(WORKSHOP, 'page-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    await promisify(execFile)(process.execPath, [VITE, 'build', folder, '--config', CONFIG, '--logLevel', 'error'])
    const made = join(folder, 'dist')
    return Object.fromEntries(readdirSync(made).map((name) => [`/${name}`, readFileSync(join(made, name), 'utf8')]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
