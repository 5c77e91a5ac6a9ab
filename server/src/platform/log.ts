import type { LoggerInfo } from '@midwayjs/logger'

/** One JSON object a line. Messages carry ids and codes, never message text, tokens or personal data. */
export function jsonLine(info: LoggerInfo): string {
  return JSON.stringify({
    time: new Date().toISOString(),
    level: info.level,
    pid: info.pid,
    message: info.message,
    ...(info.originError === undefined ? {} : { stack: info.originError.stack }),
  })
}
