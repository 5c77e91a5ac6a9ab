// What every package's jest run shares: swc for TypeScript, '.js' import suffixes mapped to their sources, ESM-only dependencies transformed.
const esmOnly = ['agenda', '@agendajs', 'jose', 'mingo', 'bson', 'mongodb', 'fast-check', 'pure-rand', 'zod']

/** @returns {import('jest').Config} */
export function jestConfig({ displayName, rootDir, esm = esmOnly, ...rest }) {
  return {
    displayName,
    rootDir,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
    transform: {
      '^.+\\.[cm]?[jt]s$': [
        '@swc/jest',
        {
          jsc: {
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true },
            target: 'es2022',
          },
          module: { type: 'commonjs' },
        },
      ],
    },
    transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${esm.join('|')})[+@])`],
    moduleNameMapper: {
      '^@parley/shared/(.*)$': new URL('./shared/src/$1.ts', import.meta.url).pathname,
      '^@parley/token$': new URL('./shared/token/src/index.ts', import.meta.url).pathname,
      '^(\\.{1,2}/.*)\\.js$': '$1',
    },
    ...rest,
  }
}
