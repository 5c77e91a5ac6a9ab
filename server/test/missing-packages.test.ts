import { once } from 'node:events'
import { join } from 'node:path'
import { startServer } from '../src/testing/test-server.js'

const preload = join(__dirname, 'faults/without-sharp.cjs')

describe('the package that draws pictures, which is loaded when the server listens', () => {
  it('is missed before anybody can connect', async () => {
    await expect(startServer({ preload, environment: {} })).rejects.toThrow("Cannot find module 'sharp'")
  })

  it('ends the server when it cannot be loaded, and not the first upload', async () => {
    const server = await startServer({ preload, environment: { PARLEY_SHARP: 'broken' } })
    const [code] = (await once(server.process, 'exit')) as [number]
    expect(code).toBe(1)
    expect(server.output()).toContain('its library does not fit this system')
  })
})
