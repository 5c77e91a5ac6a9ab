import { jestConfig } from '../jest.base.mjs'

export default jestConfig({ displayName: 'console', rootDir: import.meta.dirname })
