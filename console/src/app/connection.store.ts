import { callOver } from '@parley/shared/kernel/call'
import type { CallCommand } from '@parley/shared/kernel/command'
import { ParleyError } from '@parley/shared/kernel/errors'
import { PROTOCOL_VERSION } from '@parley/shared/kernel/protocol-version'
import type { StaffCommands, StaffFacts } from '@parley/shared/protocol'
import { defineStore } from 'pinia'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { ref } from 'vue'

/** How long after the server itself ended a connection, or refused one for now, the next is tried. */
const AGAIN_AFTER_MS = 2_000

/** A connection that is cut and back within this long (a changed right, a reload of the server) fails no command. */
const WAITED_FOR_MS = 5_000

type FactListeners = { [Name in keyof StaffFacts]: (payload: StaffFacts[Name]) => void }
type StaffSocket = Socket<FactListeners, Record<string, (payload: unknown) => void>>

/** The one connection of this tab. Features hear their own facts through `on`; nothing is dispatched here. */
export const useConnection = defineStore('connection', () => {
  const state = ref<'connecting' | 'online' | 'offline' | 'outdated'>('connecting')
  const socket: StaffSocket = io('/staff', { autoConnect: false, auth: { protocol: PROTOCOL_VERSION } })
  const connectedListeners = new Set<() => void>()
  let wasConnected = false
  let onRefused: () => void = () => undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const connectSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => socket.connect(), AGAIN_AFTER_MS)
  }

  socket.on('connect', () => {
    wasConnected = true
    state.value = 'online'
    for (const listener of connectedListeners) listener()
  })
  socket.on('disconnect', (reason) => {
    state.value = 'offline'
    if (reason === 'io server disconnect') connectSoon()
  })
  socket.on('connect_error', (error) => {
    state.value = 'offline'
    if (refusal(error) === 'unauthenticated') return onRefused()
    if (refusal(error) === 'reload_required') state.value = 'outdated'
    if (!socket.active) connectSoon()
  })
  window.addEventListener('online', () => {
    if (state.value === 'offline' && socket.active) socket.disconnect().connect()
  })

  const send = callOver<StaffCommands>(socket)

  /** Sends a command; rejects with `ParleyError`. A session that has ended is told to whoever listens. */
  const call: CallCommand<StaffCommands> = async (name, input) => {
    if (!socket.connected && wasConnected) await connectedWithin(socket, WAITED_FOR_MS)
    try {
      return await send(name, input)
    } catch (error) {
      if (error instanceof ParleyError && error.code === 'unauthenticated') onRefused()
      throw error
    }
  }

  function on<Name extends keyof StaffFacts>(name: Name, listener: (payload: StaffFacts[Name]) => void): void {
    ;(socket as unknown as { on: (name: string, listener: unknown) => void }).on(name, listener)
  }

  /** On every connection, first and later: what was missed is asked for here. */
  function onConnected(listener: () => void): void {
    connectedListeners.add(listener)
    if (socket.connected) listener()
  }

  function connect(listenerWhenRefused: () => void): void {
    onRefused = listenerWhenRefused
    socket.connect()
  }

  function disconnect(): void {
    clearTimeout(timer)
    socket.disconnect()
  }

  return { state, call, on, onConnected, connect, disconnect }
})

function connectedWithin(socket: StaffSocket, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(resolve, milliseconds)
    ;(socket as Socket).once('connect', () => {
      clearTimeout(giveUp)
      resolve()
    })
  })
}

/** The code that the server gave with a refused handshake. */
function refusal(error: Error): unknown {
  const { data } = error as Error & { data?: { code?: unknown } }
  return data?.code
}
