import type { SettingsError } from './settings.js'
import { readSettings } from './settings.js'

const mistakesOf = (environment: Record<string, string>): string[] => {
  try {
    readSettings(environment)
    return []
  } catch (error) {
    return (error as SettingsError).mistakes
  }
}

describe('settings', () => {
  it('start with the demo, on this machine alone, when nothing is set', () => {
    expect(readSettings({})).toMatchObject({ port: 7001, host: '127.0.0.1', isDemo: true, mongodbUri: null })
  })

  it('take an empty variable for an absent one', () => {
    expect(readSettings({ PORT: '', MONGODB_URI: '' })).toMatchObject({ port: 7001, mongodbUri: null })
  })

  it('name every mistake at once', () => {
    const mistakes = mistakesOf({ PORT: 'abc', DEMO: 'yes', MONGODB_URI: 'localhost' })
    expect(mistakes).toEqual([
      'PORT is "abc", but must be a port number from 0 to 65535.',
      'DEMO is "yes", but must be on or off.',
      'MONGODB_URI is "localhost", but must be a mongodb:// or mongodb+srv:// address.',
    ])
  })

  it('refuse the demo in production and beyond this machine', () => {
    expect(mistakesOf({ NODE_ENV: 'production', DEMO: 'on' })[0]).toMatch(/^DEMO: .*refused in production/)
    expect(mistakesOf({ DEMO: 'on', HOST: '0.0.0.0' })[0]).toMatch(/^HOST: .*only this machine/)
  })

  it('open the server to the network once the demo is off', () => {
    expect(readSettings({ NODE_ENV: 'production' })).toMatchObject({ host: '0.0.0.0', isDemo: false })
  })
})
