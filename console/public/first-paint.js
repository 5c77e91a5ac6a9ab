// Runs before the first paint, so that a dark screen never flashes white. The keys are those of ui/theme.ts and app/locale.ts.
;(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const chosen = read('parley:theme')
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.documentElement.lang = read('parley:locale') ?? (/^zh\b/i.test(navigator.language) ? 'zh-CN' : 'en')
})()
