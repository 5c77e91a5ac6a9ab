import { builtinModules } from 'node:module'
import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const TYPESCRIPT = ['**/*.ts', '**/*.vue']
const TESTS = ['**/*.test.ts', '**/test/**/*.ts', 'e2e/**/*.ts', '**/src/testing/**/*.ts']

const prefixedBuiltins = builtinModules
  .filter((name) => !name.startsWith('node:') && !name.startsWith('_'))
  .map((name) => ({ name, message: `Write 'node:${name}'.` }))

const storeDrivers = ['mongoose', 'mongodb'].map((name) => ({
  name,
  message: 'Only schemas, repositories and platform/mongo talk to the store.',
}))

/** @param {number} most */
const parametersAtMost = (most) => ({
  selector: `:matches(FunctionDeclaration, ArrowFunctionExpression, MethodDefinition[kind!="constructor"] > FunctionExpression)[params.length>${most}]`,
  message: `${most} parameters at most: take one named object. (Injected classes may have more in their constructor.)`,
})
const booleanParameter = {
  selector: ':function > Identifier[typeAnnotation.typeAnnotation.type="TSBooleanKeyword"]',
  message: 'A call with a bare true or false says nothing: take a named object, or make two functions.',
}
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }

export default defineConfig(
  globalIgnores(['**/dist/', '**/data/', '**/coverage/', '**/test-results/']),
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'no-else-return': ['error', { allowElseIf: false }],
      'no-undef': 'off', // TypeScript does it, for scripts too
      'no-restricted-imports': ['error', { paths: prefixedBuiltins }],
      'no-restricted-syntax': ['error', parametersAtMost(3)],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-syntax': ['error', parametersAtMost(3), booleanParameter, defaultExport],
    },
  },
  {
    files: [
      'server/src/**/*.ts',
      'console/src/**/*.{ts,vue}',
      'widget/{src,sdk/src,playground/src}/**/*.{ts,vue}',
      'shared/src/**/*.ts',
    ],
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['server/src/**/*.ts'],
    ignores: ['server/src/**/*.{schema,repository}.ts', 'server/src/platform/mongo/**', ...TESTS],
    rules: { 'no-restricted-imports': ['error', { paths: [...prefixedBuiltins, ...storeDrivers] }] },
  },
  {
    // docs/decisions/0006: what walks the bytes of a document.
    files: ['server/embedded/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', parametersAtMost(5), booleanParameter, defaultExport],
    },
  },
  {
    // A whole scenario may stand in one function, a row of a table in its parameters, and a test may know that something is there.
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', booleanParameter, defaultExport],
    },
  },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/essential']],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/component-name-in-template-casing': ['error', 'PascalCase'],
      'vue/define-emits-declaration': 'error',
      'vue/define-macros-order': 'error',
      'vue/define-props-declaration': 'error',
      'vue/no-bare-strings-in-template': 'error',
      'vue/no-v-html': 'error',
    },
  },
  { files: ['**/*.config.ts', '**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
)
