import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { serveConnection, type Dispatch } from './connection.js'
import { authenticating, type Credential } from './scram.js'

/** Where the store listens: a socket file that only its owner may use, or a loopback port where clients must authenticate. */
export type Address = { readonly socketPath: string } | { readonly port: number }

/** A running listener. */
export interface Listener {
  readonly port: number | undefined
  close(): Promise<void>
}

/** Who may connect, and where the log goes. */
export interface ListenOptions {
  /** Needed on a port: whoever connects must prove to know it. */
  readonly credential?: Credential | undefined
  log(line: string): void
}

/** Listens and serves every connection with `dispatch`. */
export async function listen(
  address: Address,
  dispatch: Dispatch,
  { credential, log }: ListenOptions,
): Promise<Listener> {
  const sockets = new Set<Socket>()
  let connections = 0
  if ('port' in address && !credential)
    throw new Error('a port without a credential is open to every program on this machine')
  const guarded = credential ? authenticating(dispatch, credential) : dispatch
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveConnection(socket, { id: ++connections, isTrusted: !credential, dispatch: guarded, log })
  })
  await open(server, address)
  const bound = server.address()
  return {
    port: typeof bound === 'object' ? bound?.port : undefined,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function open(server: Server, address: Address): Promise<void> {
  if ('socketPath' in address) rmSync(address.socketPath, { force: true })
  const before = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      if ('socketPath' in address) server.listen(address.socketPath, resolve)
      else server.listen(address.port, '127.0.0.1', resolve)
    })
  } finally {
    process.umask(before)
  }
  if ('socketPath' in address) chmodSync(address.socketPath, 0o600)
}
