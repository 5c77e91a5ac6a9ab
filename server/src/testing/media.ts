import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ffmpegInstaller from '@ffmpeg-installer/ffmpeg'
import ffprobeInstaller from '@ffprobe-installer/ffprobe'

/** Real pictures and videos, made by the programs that npm brings to every machine, in a folder of their own. */
export class MadeMedia {
  readonly folder = mkdtempSync(join(tmpdir(), 'parley-media-test-'))

  /** Makes a file with ffmpeg; returns its path. */
  file(name: string, ...options: string[]): string {
    const path = join(this.folder, name)
    execFileSync(ffmpegInstaller.path, ['-y', '-loglevel', 'error', ...options, path])
    return path
  }

  /** The same as its bytes. */
  bytes(name: string, ...options: string[]): Buffer {
    return readFileSync(this.file(name, ...options))
  }

  /** The codecs of the streams in a file. */
  codecsOf(path: string): string[] {
    const options = ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', path]
    return execFileSync(ffprobeInstaller.path, options).toString().trim().split('\n')
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** An input that ffmpeg draws by itself. */
export const drawn = (source: string): string[] => ['-f', 'lavfi', '-i', source]
