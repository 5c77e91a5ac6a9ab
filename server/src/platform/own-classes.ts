import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { getProviderName, isProvide, Types } from '@midwayjs/core'
import type { IFileDetector, IMidwayContainer } from '@midwayjs/core'

type Class = new () => unknown

const load = createRequire(__filename)

/**
 * Finds the classes that are injected: those of the files that the composition root has loaded by its imports, and the
 * controllers, which nobody imports. Midway's own detector matches and loads every file there is, for the same classes.
 */
export class OwnClasses implements IFileDetector {
  private readonly found: Class[] = []

  constructor(private readonly folder: string) {}

  /** Midway's own settings have nothing to add. */
  setExtraDetectorOptions(): void {
    return
  }

  /** @throws when two classes have one name: Midway would take one of them for the other in silence */
  run(container: IMidwayContainer): void {
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.controller.js')) load(join(this.folder, name))
    }
    const named = new Map<string, unknown>()
    for (const [file, exported] of this.loaded()) {
      if (!isInjected(exported)) continue
      const name = getProviderName(exported)
      const other = named.get(name)
      if (other !== undefined && other !== exported) throw new Error(`Two classes are named ${name}, one in ${file}`)
      named.set(name, exported)
      this.found.push(exported)
      container.bindClass(exported, { srcPath: file, createFrom: 'file' })
    }
  }

  /** Makes every repository, those too that controllers alone reach: the store learns of its collections by them. */
  async makeRepositories(container: IMidwayContainer): Promise<void> {
    for (const each of this.found.filter(({ name }) => name.endsWith('Repository'))) await container.getAsync(each)
  }

  /** What every file in the folder exports. */
  private loaded(): [file: string, exported: unknown][] {
    return Object.values(load.cache)
      .filter((module) => module?.filename.startsWith(this.folder))
      .flatMap((module) =>
        Object.values(module?.exports as object).map((each): [string, unknown] => [module?.filename ?? '', each]),
      )
  }
}

const isInjected = (exported: unknown): exported is Class => Types.isClass(exported) && isProvide(exported)
