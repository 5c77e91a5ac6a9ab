import type { Context } from '@midwayjs/koa'

/** Lets pages of these origins, and our own, show this answer in a frame. The boundary has forbidden it to everybody. */
export function allowFraming(context: Context, origins: readonly string[]): void {
  const policy = context.response.get('Content-Security-Policy')
  const ancestors = ["'self'", ...origins].join(' ')
  context.set('Content-Security-Policy', policy.replace("frame-ancestors 'none'", `frame-ancestors ${ancestors}`))
}

/** Lets scripts of these origins read this answer; without credentials, so no cookie ever counts. */
export function allowReading(context: Context, origins: readonly string[]): void {
  context.vary('Origin')
  const { origin } = context.headers
  if (origin !== undefined && origins.includes(origin)) context.set('Access-Control-Allow-Origin', origin)
}

/** Answers a browser that asks whether a page of another site may send a request at all. */
export function answerPreflight(context: Context, { methods, headers }: { methods: string; headers: string }): void {
  context.vary('Origin')
  context.set({
    'Access-Control-Allow-Origin': context.get('origin') || '*',
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': headers,
    'Access-Control-Max-Age': '86400',
  })
  context.status = 204
}
