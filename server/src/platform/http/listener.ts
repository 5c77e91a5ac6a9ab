import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Inject, Singleton } from '@midwayjs/core'
import { CurrentSettings } from '../../config/current-settings.js'
import { StartError } from '../start-error.js'

/** Opens the port, and knows which one it became. */
@Singleton()
export class HttpListener {
  @Inject()
  private readonly settings!: CurrentSettings

  /** The port that is open; the one of the settings unless that was 0. */
  port = 0

  /** @throws StartError when the port is taken or may not be opened */
  async listen(server: Server): Promise<void> {
    const { port, host } = this.settings.values
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(new StartError(refusal(error, port, host))))
      server.listen({ port, host }, resolve)
    })
    this.port = (server.address() as AddressInfo).port
  }
}

function refusal(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken by another program: stop it, or choose another with PORT.`
  if (error.code === 'EACCES') return `Port ${port} may not be opened by this user: choose one above 1023 with PORT.`
  if (error.code === 'EADDRNOTAVAIL') return `HOST is "${host}", which is not an address of this machine.`
  return `Port ${port} on ${host} cannot be opened: ${error.message}`
}
