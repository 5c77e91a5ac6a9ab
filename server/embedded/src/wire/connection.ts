import type { Socket } from 'node:net'
import { InvalidBsonError } from '../bson/raw.js'
import { StoreError } from '../store-error.js'
import { FrameError, FrameReader, messageReply, OpCode, queryReply, type Frame } from './frame.js'
import { asStoreError, failure } from './reply.js'
import { readMessage, readQuery, type Request } from './request.js'

/** Answers one command with a BSON document, or throws what `failure` can word. */
export type Dispatch = (request: Request, connection: ConnectionState) => Buffer | Promise<Buffer>

/** What is remembered about a connection. */
export interface ConnectionState {
  readonly id: number
  authentication?: unknown
  isAuthenticated: boolean
}

export interface ConnectionOptions {
  readonly id: number
  readonly isTrusted: boolean
  readonly dispatch: Dispatch
  log(line: string): void
}

/** Serves one client until it goes or sends what cannot be understood. Commands of one connection run in the order in which they came. */
export function serveConnection(socket: Socket, options: ConnectionOptions): void {
  const reader = new FrameReader()
  const state: ConnectionState = { id: options.id, isAuthenticated: options.isTrusted }
  let last: Promise<void> = Promise.resolve()
  let queued = 0
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    let frames: Frame[]
    try {
      frames = reader.push(chunk)
    } catch (error) {
      options.log(`connection ${state.id} closed: ${(error as Error).message}`)
      return void socket.destroy()
    }
    for (const frame of frames) {
      queued++
      if (queued > 1) socket.pause()
      last = last
        .then(() => serveFrame(socket, frame, state, options))
        .then(() => {
          queued--
          if (queued === 0) socket.resume()
        })
    }
  })
}

async function serveFrame(
  socket: Socket,
  frame: Frame,
  state: ConnectionState,
  options: ConnectionOptions,
): Promise<void> {
  if (socket.destroyed) return
  let request: Request
  try {
    request = readFrame(frame)
  } catch (error) {
    if (error instanceof InvalidBsonError && frame.opCode === OpCode.message)
      return send(socket, messageReply(frame.requestId, failure(asStoreError(error))))
    options.log(`connection ${state.id} closed: ${(error as Error).message}`)
    return void socket.destroy()
  }
  const reply = await answer(request, state, options)
  if (!request.expectsReply) return
  send(
    socket,
    frame.opCode === OpCode.query ? queryReply(frame.requestId, reply) : messageReply(frame.requestId, reply),
  )
}

function readFrame({ opCode, body }: Frame): Request {
  if (opCode === OpCode.message) return readMessage(body)
  if (opCode === OpCode.query) return readQuery(body)
  throw new FrameError(`operation code ${opCode} is not understood`)
}

async function answer(request: Request, state: ConnectionState, options: ConnectionOptions): Promise<Buffer> {
  try {
    return await options.dispatch(request, state)
  } catch (error) {
    if (!(error instanceof StoreError))
      options.log(`${request.name} failed: ${error instanceof Error ? error.stack : error}`)
    return failure(asStoreError(error))
  }
}

function send(socket: Socket, reply: Buffer): void {
  if (!socket.destroyed) socket.write(reply)
}
