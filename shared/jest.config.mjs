import { jestConfig } from '../jest.base.mjs'

export default jestConfig({ displayName: 'shared', rootDir: import.meta.dirname })
