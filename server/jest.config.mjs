import { jestConfig } from '../jest.base.mjs'

export default jestConfig({
  displayName: 'server',
  rootDir: import.meta.dirname,
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  testTimeout: 180_000,
})
