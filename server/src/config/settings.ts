import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

const Flag = z.enum(['on', 'off']).transform((value) => value === 'on')

const megabytes = (most: number) =>
  z.coerce
    .number()
    .positive()
    .default(most)
    .transform((value) => Math.round(value * 1024 * 1024))

/** Origins by commas, each without a path: what a content policy takes. */
function originsIn(list: string, context: z.RefinementCtx): string[] {
  const origins = list.split(',').flatMap((each) => each.trim() || [])
  const isWrong = origins.some(
    (origin) => !/^https?:\/\//.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin,
  )
  if (isWrong) context.addIssue({ code: 'invalid_format', format: 'origins' })
  return origins
}

interface UploadEnvironment {
  IMAGE_MAX_MB: number
  VIDEO_MAX_MB: number
  FILE_MAX_MB: number
  UPLOADS_PER_DAY_MB: number
  UPLOAD_STALL_SECONDS: number
}
/** What may be uploaded, in bytes. */
const uploadsOf = (environment: UploadEnvironment) => ({
  image: environment.IMAGE_MAX_MB,
  video: environment.VIDEO_MAX_MB,
  file: environment.FILE_MAX_MB,
  perDay: environment.UPLOADS_PER_DAY_MB,
  /** A body that sends nothing for this long is given up. */
  stallsAfterMs: environment.UPLOAD_STALL_SECONDS * 1000,
})

interface S3Environment {
  S3_ENDPOINT?: string | undefined
  S3_PUBLIC_ENDPOINT?: string | undefined
  S3_BUCKET: string
  S3_REGION: string
  S3_ACCESS_KEY?: string | undefined
  S3_SECRET_KEY?: string | undefined
}

/** The S3 service that keeps files, or null: then they lie in the data folder. */
function s3Of(environment: S3Environment) {
  const { S3_ENDPOINT: endpoint, S3_PUBLIC_ENDPOINT: publicEndpoint = endpoint } = environment
  if (endpoint === undefined || publicEndpoint === undefined) return null
  return {
    endpoint: new URL(endpoint),
    /** The address that browsers use, when it differs from the server's. */
    publicEndpoint: new URL(publicEndpoint),
    bucket: environment.S3_BUCKET,
    region: environment.S3_REGION,
    accessKey: environment.S3_ACCESS_KEY ?? '',
    secretKey: environment.S3_SECRET_KEY ?? '',
  }
}

function firstAdminOf({
  ADMIN_EMAIL: email,
  ADMIN_PASSWORD: password,
}: {
  ADMIN_EMAIL?: string | undefined
  ADMIN_PASSWORD?: string | undefined
}): { email: string; password: string } | null {
  return email === undefined || password === undefined ? null : { email, password }
}

/** Every setting there is, from the environment alone; `.env.example` says the same in words. */
const Environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(7001),
    HOST: z.string().min(1).optional(),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    DEMO: Flag.optional(),
    ADMIN_EMAIL: z.email().optional(),
    ADMIN_PASSWORD: z.string().min(8).max(200).optional(),
    DATA_DIR: z.string().min(1).default('./data'),
    MONGODB_URI: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//)
      .optional(),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//)
      .optional(),
    SECRETS_KEY: z.string().min(32).max(500).optional(),
    S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    S3_PUBLIC_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    S3_BUCKET: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
      .default('parley'),
    S3_ACCESS_KEY: z.string().optional(),
    S3_SECRET_KEY: z.string().optional(),
    S3_REGION: z.string().min(1).default('us-east-1'),
    IMAGE_MAX_MB: megabytes(20),
    VIDEO_MAX_MB: megabytes(500),
    FILE_MAX_MB: megabytes(100),
    UPLOADS_PER_DAY_MB: megabytes(2_000),
    IMAGE_ORIGINS: z.string().default('').transform(originsIn),
    UPLOAD_STALL_SECONDS: z.coerce.number().int().positive().default(30),
    MEDIA_WORKERS: z.coerce.number().int().min(1).max(16).default(2),
    METRICS_TOKEN: z.string().min(16).max(200).optional(),
    LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
    MESSAGES_PER_SECOND: z.coerce.number().int().positive().default(5),
    MESSAGES_BURST: z.coerce.number().int().positive().default(20),
    SESSIONS_PER_MINUTE: z.coerce.number().int().positive().default(60),
    UNREAD_PER_MINUTE: z.coerce.number().int().positive().default(60),
  })
  .transform((environment, context) => {
    const isProduction = environment.NODE_ENV === 'production'
    const isDemo = environment.DEMO ?? !isProduction
    const host = environment.HOST ?? (isDemo ? '127.0.0.1' : '0.0.0.0')
    if (isDemo && isProduction) {
      context.addIssue({
        code: 'custom',
        path: ['DEMO'],
        message: 'demo accounts have known passwords and are refused in production: set DEMO=off',
      })
    }
    if (isDemo && !isLoopback(host)) {
      context.addIssue({
        code: 'custom',
        path: ['HOST'],
        message: `while DEMO is on only this machine may connect, but ${host} is open to others: set DEMO=off or HOST=127.0.0.1`,
      })
    }
    const { S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY } = environment
    if (S3_ENDPOINT !== undefined && (S3_ACCESS_KEY === undefined || S3_SECRET_KEY === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['S3_ENDPOINT'],
        message: 'it needs S3_ACCESS_KEY and S3_SECRET_KEY beside it',
      })
    }
    if ((environment.ADMIN_EMAIL === undefined) !== (environment.ADMIN_PASSWORD === undefined)) {
      const path = [environment.ADMIN_EMAIL === undefined ? 'ADMIN_EMAIL' : 'ADMIN_PASSWORD']
      context.addIssue({ code: 'custom', path, message: 'it goes with the other of the two: set both or none' })
    }
    return {
      /** The first account, made at a start that finds nobody; null: by the page /setup. */
      firstAdmin: firstAdminOf(environment),
      isProduction,
      isTest: environment.NODE_ENV === 'test',
      isDemo,
      port: environment.PORT,
      host,
      /** Null: whatever address the browser used. */
      publicUrl: environment.PUBLIC_URL === undefined ? null : new URL(environment.PUBLIC_URL),
      /** How many proxies stand in front: 0 believes no X-Forwarded-For. */
      trustedProxies: environment.TRUST_PROXY,
      dataDirectory: resolve(environment.DATA_DIR),
      mongodbUri: environment.MONGODB_URI ?? null,
      redisUrl: environment.REDIS_URL ?? null,
      /** What secrets in the store are encrypted with; null: by a key in the data folder, beside the embedded store. */
      secretsKey: environment.SECRETS_KEY ?? null,
      s3: s3Of(environment),
      uploads: uploadsOf(environment),
      /** Where pictures of cards may lie: pages draw them from there and from nowhere else. */
      imageOrigins: environment.IMAGE_ORIGINS,
      /** How many videos are looked at side by side. */
      mediaWorkers: environment.MEDIA_WORKERS,
      /** What /metrics is read with; null: nobody reads it. */
      metricsToken: environment.METRICS_TOKEN ?? null,
      logLevel: environment.LOG_LEVEL,
      messagesPerSecond: environment.MESSAGES_PER_SECOND,
      messagesBurst: environment.MESSAGES_BURST,
      sessionsPerMinute: environment.SESSIONS_PER_MINUTE,
      unreadPerMinute: environment.UNREAD_PER_MINUTE,
    }
  })

export type Settings = z.output<typeof Environment>
export type S3Settings = NonNullable<Settings['s3']>

/** Thrown with every mistake at once, each a sentence that names the setting. */
export class SettingsError extends Error {
  constructor(readonly mistakes: string[]) {
    super(mistakes.join('\n'))
    this.name = 'SettingsError'
  }
}

const expectations: Record<string, string> = {
  NODE_ENV: 'development, test or production',
  PORT: 'a port number from 0 to 65535',
  HOST: 'an address of this machine',
  PUBLIC_URL: 'the http(s) address that browsers use',
  TRUST_PROXY: 'the number of proxies in front, 0 to 10',
  DEMO: 'on or off',
  ADMIN_EMAIL: 'an e-mail address',
  ADMIN_PASSWORD: '8 to 200 characters',
  DATA_DIR: 'a folder',
  MONGODB_URI: 'a mongodb:// or mongodb+srv:// address',
  REDIS_URL: 'a redis:// or rediss:// address',
  SECRETS_KEY: 'at least 32 characters that nobody can guess',
  S3_ENDPOINT: 'the http(s) address of an S3 service',
  S3_PUBLIC_ENDPOINT: 'the http(s) address under which browsers reach the S3 service',
  S3_BUCKET: 'the name of a bucket: lower-case letters, digits, dots and hyphens',
  IMAGE_MAX_MB: 'a number of megabytes above 0',
  VIDEO_MAX_MB: 'a number of megabytes above 0',
  FILE_MAX_MB: 'a number of megabytes above 0',
  UPLOADS_PER_DAY_MB: 'a number of megabytes above 0',
  IMAGE_ORIGINS: 'origins such as https://img.example.com, with commas between them',
  MEDIA_WORKERS: 'a whole number from 1 to 16',
  METRICS_TOKEN: '16 to 200 characters',
  LOG_LEVEL: 'error, warn, info or debug',
}

/** Never shown, not even when they are wrong. */
const SECRET = new Set(['ADMIN_PASSWORD', 'METRICS_TOKEN', 'SECRETS_KEY'])

/**
 * Reads the settings from an environment; an empty variable counts as absent.
 * @throws SettingsError with all mistakes
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(present)
  if (result.success) return result.data
  const mistakes = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    if (issue.code === 'custom') return `${name}: ${issue.message}.`
    const given = SECRET.has(name) ? 'not usable' : `"${present[name]}"`
    return `${name} is ${given}, but must be ${expectations[name] ?? 'a whole number above 0'}.`
  })
  throw new SettingsError(mistakes)
}

/** The addresses under which a browser on this machine, or in its network, reaches the server. */
export function reachableAddresses(settings: Settings, port: number): string[] {
  if (settings.publicUrl !== null) return [settings.publicUrl.origin]
  if (isLoopback(settings.host)) return [`http://localhost:${port}`]
  if (settings.host !== '0.0.0.0' && settings.host !== '::') return [`http://${settings.host}:${port}`]
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
  return ['localhost', ...others.map((address) => address.address)].map((host) => `http://${host}:${port}`)
}
