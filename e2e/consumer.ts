import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(__dirname, '..')
const SDK = join(ROOT, 'widget/sdk')
const VITE = join(ROOT, 'widget/node_modules/vite/bin/vite.js')
/** What a site has besides ours: the frameworks and their types. */
const OWN = ['vue', 'react', 'react-dom', '@types/react']

const run = async (file: string, args: string[], cwd: string): Promise<string> =>
  (await promisify(execFile)(file, args, { cwd })).stdout

/** An empty folder of somebody who has installed the package as it is published: what `npm pack` makes, and nothing of the repository. */
export class Consumer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'parley-consumer-'))

  static async install(): Promise<Consumer> {
    const consumer = new Consumer()
    const { folder } = consumer
    const modules = join(folder, 'node_modules')
    mkdirSync(join(modules, '@types'), { recursive: true })
    mkdirSync(join(modules, '@parley'))
    await run('npm', ['pack', '--silent', '--pack-destination', folder], SDK)
    const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    await run('tar', ['xzf', join(folder, archive), '-C', modules], folder)
    await run('mv', [join(modules, 'package'), join(modules, '@parley/widget')], folder)
    for (const name of OWN) symlinkSync(join(SDK, 'node_modules', name), join(modules, name))
    consumer.write({ 'package.json': '{ "type": "module" }' })
    return consumer
  }

  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text)
  }

  /** Every file of the package, by its path. */
  get packed(): string[] {
    return readdirSync(join(this.folder, 'node_modules/@parley/widget'), { recursive: true }).map(String).sort()
  }

  get manifest(): { dependencies?: object } {
    const text = readFileSync(join(this.folder, 'node_modules/@parley/widget/package.json'), 'utf8')
    return JSON.parse(text) as { dependencies?: object }
  }

  /** Runs a script in plain Node, as a server that renders pages; returns what it printed. */
  async serverSide(script: string): Promise<string> {
    this.write({ 'server.js': script })
    return run(process.execPath, ['server.js'], this.folder)
  }

  /** What the compiler says of a file, as strict as it can be. */
  async compile(source: string, module: 'nodenext' | 'esnext'): Promise<string> {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module,
      moduleResolution: module === 'esnext' ? 'bundler' : module,
      target: 'es2022',
      lib: ['es2023', 'dom'],
      types: [],
    }
    this.write({ 'shop.ts': source, 'tsconfig.json': JSON.stringify({ compilerOptions, files: ['shop.ts'] }) })
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    return run(process.execPath, [tsc, '-p', '.'], this.folder).catch((error: { stdout: string }) => error.stdout)
  }

  /** Builds a page around a script with a bundler; returns what is to be served. */
  async page(script: string): Promise<Record<string, string>> {
    this.write({
      'main.js': script,
      'index.html': '<!doctype html><html lang="en"><div id="app"></div><script type="module" src="/main.js"></script>',
      'vite.config.js': `export default { build: { outDir: 'out', assetsDir: '', emptyOutDir: true, modulePreload: false } }`,
    })
    await run(process.execPath, [VITE, 'build', '--logLevel', 'error'], this.folder)
    const made = join(this.folder, 'out')
    return Object.fromEntries(readdirSync(made).map((name) => [`/${name}`, readFileSync(join(made, name), 'utf8')]))
  }

  leave(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
