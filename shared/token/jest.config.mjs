import { jestConfig } from '../../jest.base.mjs'

export default jestConfig({ displayName: 'token', rootDir: import.meta.dirname })
