import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '../platform/start-error.js'

const CLI = join(dirname(require.resolve('@parley/embedded-store')), 'cli.js')

/** Runs the embedded store's own tool. @throws StartError with what it says */
export async function embeddedTool(command: 'backup' | 'import', options: Record<string, string>): Promise<void> {
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  try {
    await promisify(execFile)(process.execPath, [CLI, command, ...given])
  } catch (error) {
    throw new StartError((error as { stderr?: string }).stderr?.trim() || (error as Error).message)
  }
}
