import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { VerifyReport } from '../storage/verify.js'

/**
 * Checks a data file in a process of its own, also while a store serves it. When that process is killed, by a page that is missing, or
 * fails, the report says so as a problem.
 */
export async function walkDataFile(file: string): Promise<VerifyReport> {
  const walker = fileURLToPath(new URL('../../dist/process/walk.js', import.meta.url))
  const child = spawn(process.execPath, [walker, file], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('exit', (code, signal) => resolve({ code, signal })),
  )
  const [output, complaint, { code, signal }] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code === 0) return JSON.parse(output) as VerifyReport
  const reason = signal
    ? `reading it ends the process with ${signal}`
    : (complaint
        .trim()
        .split('\n')
        .find((line) => line.includes('Error')) ?? `code ${code}`)
  return {
    collections: 0,
    documents: 0,
    indexEntries: 0,
    problems: [`the data file ${file} cannot be read through: ${reason}`],
  }
}
