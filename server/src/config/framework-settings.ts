import { lastResort } from '../platform/http/last-resort.js'
import { CONSOLE_DIRECTORY, WIDGET_DIRECTORY } from '../platform/http/page-directories.js'
import { jsonLine } from '../platform/log.js'
import { readSettings } from './settings.js'

const { logLevel } = readSettings(process.env)

/** A frame above this is not read at all: the connection is cut. */
const TRANSPORT_MAX_BYTES = 128 * 1024
const YEAR_SECONDS = 365 * 24 * 3600

/** The settings of Midway and its components; ours are in `settings.ts`. */
export const frameworkSettings = {
  // No port: the listener opens it itself and says so when it is taken.
  koa: {},
  onerror: lastResort,
  // Nothing is signed by Midway's cookies; the session token is random and checked against the store.
  keys: 'unused',
  session: { enable: false },
  bodyParser: { enableTypes: ['json'], jsonLimit: '64kb' },
  socketIO: {
    maxHttpBufferSize: TRANSPORT_MAX_BYTES,
    serveClient: false,
    perMessageDeflate: false,
    connectTimeout: 10_000,
  },
  staticFile: {
    dirs: {
      default: { prefix: '/console/', dir: CONSOLE_DIRECTORY },
      widget: { prefix: '/widget/', dir: WIDGET_DIRECTORY },
    },
    maxAge: YEAR_SECONDS,
    gzip: true,
    dynamic: true,
  },
  midwayLogger: {
    // What the framework says of itself at each start is of no use to operators.
    clients: { coreLogger: { level: logLevel === 'debug' ? 'debug' : 'warn' } },
    default: {
      level: logLevel,
      format: jsonLine,
      contextFormat: jsonLine,
      transports: { console: { autoColors: false }, file: false, error: false, json: false },
    },
  },
}
