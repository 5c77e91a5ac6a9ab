import { jestConfig } from '../../jest.base.mjs'

// The comparison with an independent server belongs to the run that is given one; CONTRIBUTING.md says how to start it.
const withoutOther = process.env['EMBEDDED_DIFFERENTIAL_URI'] ? [] : ['(differential|moving)\\.test\\.ts$']

export default jestConfig({
  displayName: 'embedded store',
  rootDir: import.meta.dirname,
  testTimeout: 120_000,
  testPathIgnorePatterns: ['/node_modules/', ...withoutOther],
})
