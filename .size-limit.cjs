// What browsers load, compressed. The console's first route is what the sign-in and the inbox need; settings load when they are opened.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const CONSOLE = 'console/dist'
const FIRST_ROUTE = [
  'index.html',
  'src/app/words/en.ts',
  'src/app/WorkspacePage.vue',
  'src/features/accounts/SignInPage.vue',
  'src/features/conversations/ConversationsPage.vue',
]

/** The files of some modules and of everything that they import at once. */
function closure(modules) {
  const manifest = JSON.parse(readFileSync(join(__dirname, CONSOLE, 'manifest.json'), 'utf8'))
  const files = new Set()
  const visit = (name) => {
    const chunk = manifest[name]
    if (chunk === undefined) throw new Error(`${name} is not in the console's manifest`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  modules.forEach(visit)
  return [...files].map((file) => `${CONSOLE}/${file}`)
}

module.exports = [
  { name: 'console, JS of the first route', path: closure(FIRST_ROUTE), limit: '260 kB', gzip: true },
  { name: 'loader, before any click', path: 'widget/dist/sdk/v1.js', limit: '6 kB', gzip: true },
  {
    name: 'opened chat, JS',
    // Dialogs, the larger view and the sound come when they are asked for.
    path: ['widget/dist/assets/index-*.js', 'widget/dist/sdk/v1-engine.js'],
    limit: '68 kB',
    gzip: true,
  },
  { name: 'opened chat, CSS', path: 'widget/dist/assets/*.css', limit: '10 kB', gzip: true },
]
