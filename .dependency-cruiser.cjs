// The arrows: who may import whom. Types count too: what a file knows is what it depends on.

/** Modules of the server from the lowest up: each may import those before it. `demo` may import them all. */
const MODULES = [
  'tenants',
  'audit',
  'accounts',
  'organisation',
  'channels',
  'attachments',
  'contacts',
  'presence',
  'quick-replies',
  'tags',
  'conversations',
  'routing',
  'admin',
  'demo',
]
const TESTS = '\\.test\\.ts$|^server/(test|src/testing)/'

const upwards = MODULES.map((name, index) => ({
  name: `${name}-imports-nothing-above`,
  comment: `Modules stand in this order: ${MODULES.join(' < ')}. News goes up as facts.`,
  severity: 'error',
  from: { path: `^server/src/modules/${name}/`, pathNot: TESTS },
  to: { path: `^server/src/modules/(${MODULES.slice(index + 1).join('|') || 'nothing'})/` },
}))

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-knows-zod-only',
      comment: 'shared is the wire and its rules: it runs in browsers and on servers alike.',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: TESTS },
      to: { pathNot: '^shared/src/|node_modules/zod/' },
    },
    {
      name: 'token-knows-jose-only',
      comment: "@parley/token runs on the host's server: a package of its own, as light as can be.",
      severity: 'error',
      from: { path: '^shared/token/src/', pathNot: TESTS },
      to: { pathNot: '^shared/token/src/|node_modules/jose/' },
    },
    {
      name: 'apps-are-apart',
      comment: 'What two apps need stands in shared.',
      severity: 'error',
      from: { path: '^(server|console|widget)/' },
      to: { path: '^(server|console|widget)/', pathNot: ['^$1/', '^server/embedded/'] },
    },
    {
      name: 'browsers-know-no-store',
      severity: 'error',
      from: { path: '^(console|widget)/' },
      to: { path: '^server/' },
    },
    {
      name: 'embedded-knows-nothing-of-parley',
      comment: 'The embedded store is a package of its own.',
      severity: 'error',
      from: { path: '^server/embedded/' },
      to: { path: '^(shared|console|widget|server/(?!embedded/))' },
    },
    {
      name: 'modules-through-their-index',
      comment: "A module's index.ts says what others may use.",
      severity: 'error',
      from: { path: '^server/src/(?:modules/([^/]+)/|.)', pathNot: TESTS },
      to: {
        path: '^server/src/modules/[^/]+/',
        pathNot: ['^server/src/modules/$1/', '^server/src/modules/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'platform-has-no-business',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: TESTS },
      to: { path: '^server/src/(modules|configuration)' },
    },
    {
      name: 'config-stands-alone',
      comment:
        'Settings are read before anything else exists. (What the framework is told names parts of the platform.)',
      severity: 'error',
      from: { path: '^server/src/config/', pathNot: `${TESTS}|/framework-settings\\.ts$` },
      to: { path: '^server/src/(modules|platform|configuration)' },
    },
    {
      name: 'tests-are-not-shipped',
      severity: 'error',
      from: { pathNot: `${TESTS}|^server/embedded/test/|^(console|widget)/(src/)?test` },
      to: { path: '\\.test\\.ts$|/src/testing/|^server/test/' },
    },
    ...upwards,
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '/dist/.*\\.map$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
