import { jestConfig } from '../jest.base.mjs'

export default jestConfig({
  displayName: 'widget',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/{,sdk/}src/**/*.test.ts'],
})
