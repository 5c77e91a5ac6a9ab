// What a visitor's browser downloads: types are left out, because the compiler removes them.
module.exports = {
  forbidden: [
    {
      name: 'visitor-page-without-zod',
      comment: 'The widget imports types of the wire and zod-free code of shared: zod alone would be half of its size.',
      severity: 'error',
      from: { path: '^widget/' },
      to: { path: 'node_modules/zod/', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules/(?!@parley)' },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
