import { jestConfig } from '../jest.base.mjs'

export default jestConfig({
  displayName: 'browser',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  // A browser and a server start in each file.
  testTimeout: 180_000,
})
