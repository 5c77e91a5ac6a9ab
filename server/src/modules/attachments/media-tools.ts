import { accessSync, constants, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** No piece of work on a video lasts longer or takes more memory, whatever is in it. */
const SECONDS_MAX = 30
const MEMORY_MAX_BYTES = 512 * 1024 * 1024

/** The programs that look into videos, each behind a wrapper that ends it in time; null where there is none. */
export interface MediaTools {
  ffmpeg: string
  ffprobe: string
}

/** The system's own programs first, else those that came with npm. */
export async function findMediaTools(): Promise<MediaTools | null> {
  const ffmpeg = onPath('ffmpeg') ?? (await installed('@ffmpeg-installer/ffmpeg'))
  const ffprobe = onPath('ffprobe') ?? (await installed('@ffprobe-installer/ffprobe'))
  if (ffmpeg === null || ffprobe === null) return null
  const directory = mkdtempSync(join(tmpdir(), 'parley-media-'))
  return { ffmpeg: wrapped(directory, 'ffmpeg', ffmpeg), ffprobe: wrapped(directory, 'ffprobe', ffprobe) }
}

/**
 * The library starts the program by itself, so the limits stand in a script that is started instead: `timeout` ends the whole
 * process group, `prlimit` bounds memory and processor time. A system without them has the timer of `video.ts` alone.
 */
function wrapped(directory: string, name: string, program: string): string {
  const path = join(directory, name)
  const timeout = onPath('timeout')
  const prlimit = onPath('prlimit')
  const limits = [
    ...(timeout === null ? [] : [quoted(timeout), '-k', '1', String(SECONDS_MAX)]),
    ...(prlimit === null
      ? []
      : [quoted(prlimit), `--data=${MEMORY_MAX_BYTES}`, `--cpu=${SECONDS_MAX * 2}`, '--core=0', '--']),
  ]
  writeFileSync(path, `#!/bin/sh\nexec ${[...limits, quoted(program)].join(' ')} "$@"\n`, { mode: 0o700 })
  return path
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

function onPath(name: string): string | null {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return directories.map((directory) => join(directory, name)).find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Packages that hold a program for some systems: on any other, or with build scripts switched off, there is none. */
async function installed(name: '@ffmpeg-installer/ffmpeg' | '@ffprobe-installer/ffprobe'): Promise<string | null> {
  try {
    const { path } = (await import(name)) as { path: string }
    return isExecutable(path) ? path : null
  } catch {
    return null
  }
}
