import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Binary } from 'bson'
import { jsOf } from '../bson/value.js'
import { StoreError } from '../store-error.js'
import type { ConnectionState, Dispatch } from './connection.js'
import { ok } from './reply.js'
import type { Request } from './request.js'

/** The one user who may connect over a port. */
export interface Credential {
  readonly user: string
  readonly password: string
}

interface Exchange {
  readonly nonce: string
  readonly firstBare: string
  readonly serverFirst: string
  isProven: boolean
}

const ITERATIONS = 15_000
const OPEN_COMMANDS = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'buildInfo', 'buildinfo', 'endSessions'])
const CONVERSATION_ID = 1

/** Puts SCRAM-SHA-256 (RFC 5802 and 7677) before a dispatcher: until a connection has proved to know the password it may only say hello. */
export function authenticating(dispatch: Dispatch, { user, password }: Credential): Dispatch {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256')
  const keys = { salt, stored: hash(hmac(salted, 'Client Key')), server: hmac(salted, 'Server Key') }
  return (request, connection) => {
    if (request.name === 'saslStart') return begin(request, connection, user, salt)
    if (request.name === 'saslContinue') return prove(request, connection, keys)
    if (!connection.isAuthenticated && !OPEN_COMMANDS.has(request.name))
      throw new StoreError(13, `Command ${request.name} requires authentication`)
    return dispatch(request, connection)
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function hash(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function payloadOf(request: Request): string {
  const value = request.raw('payload')
  const payload = value && jsOf(value)
  if (!(payload instanceof Binary)) throw new StoreError(18, 'Authentication failed.')
  return Buffer.from(payload.buffer).toString()
}

function attributes(message: string): Map<string, string> {
  return new Map(message.split(',').map((part): [string, string] => [part.slice(0, 1), part.slice(2)]))
}

function begin(request: Request, connection: ConnectionState, user: string, salt: Buffer): Buffer {
  if (request.text('mechanism') !== 'SCRAM-SHA-256')
    throw new StoreError(18, 'The embedded store authenticates with SCRAM-SHA-256 only.')
  const firstBare = payloadOf(request).replace(/^[ny],[^,]*,/, '')
  const given = attributes(firstBare)
  const name = given.get('n')?.replaceAll('=2C', ',').replaceAll('=3D', '=')
  const nonce = `${given.get('r')}${randomBytes(18).toString('base64')}`
  const serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${ITERATIONS}`
  // An unknown user gets the same answer as a known one and fails at the proof.
  const exchange: Exchange = { nonce, firstBare: name === user ? firstBare : '', serverFirst, isProven: false }
  connection.authentication = exchange
  return saslReply(serverFirst, { done: false })
}

function prove(request: Request, connection: ConnectionState, keys: { stored: Buffer; server: Buffer }): Buffer {
  const exchange = connection.authentication as Exchange | undefined
  if (!exchange) throw new StoreError(18, 'Authentication failed.')
  if (exchange.isProven) return saslReply('', { done: true })
  const message = payloadOf(request)
  const given = attributes(message)
  const withoutProof = message.replace(/,p=.*$/, '')
  const authMessage = `${exchange.firstBare},${exchange.serverFirst},${withoutProof}`
  const proof = Buffer.from(given.get('p') ?? '', 'base64')
  const signature = hmac(keys.stored, authMessage)
  const isRight = proof.length === 32 && timingSafeEqual(hash(xor(proof, signature)), keys.stored)
  if (!isRight || !exchange.firstBare || given.get('r') !== exchange.nonce) {
    connection.authentication = undefined
    throw new StoreError(18, 'Authentication failed.')
  }
  exchange.isProven = true
  connection.isAuthenticated = true
  return saslReply(`v=${hmac(keys.server, authMessage).toString('base64')}`, { done: false })
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ right[index]!))
}

function saslReply(payload: string, { done }: { done: boolean }): Buffer {
  return ok({ conversationId: CONVERSATION_ID, done, payload: new Binary(Buffer.from(payload)) })
}
