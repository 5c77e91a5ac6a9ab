import { Singleton } from '@midwayjs/core'
import { readSettings } from './settings.js'
import type { Settings } from './settings.js'

/** The settings of this process, for injection. `bootstrap.ts` has read them once before and reported their mistakes. */
@Singleton()
export class CurrentSettings {
  readonly values: Settings = readSettings(process.env)
}
