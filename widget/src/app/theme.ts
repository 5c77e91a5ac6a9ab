/** As the address says, else as the system says, also when the system changes its mind. */
export function applyTheme(chosen: 'light' | 'dark' | null): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    document.documentElement.dataset.theme = chosen ?? (system.matches ? 'dark' : 'light')
  }
  apply()
  system.addEventListener('change', apply)
}
