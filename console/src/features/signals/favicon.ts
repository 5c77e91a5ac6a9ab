const ICON =
  '<rect width="32" height="32" rx="9" fill="#0e6464"/><path d="M9 9.5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-7.2L11 24.6v-4.1H9A1.5 1.5 0 0 1 7.5 19v-8A1.5 1.5 0 0 1 9 9.5z" fill="#fff"/>'

/** The page's icon with a number on it, as an address; above nine there is no room for more than a dot. */
export function faviconOf(unread: number): string {
  const number = unread > 9 ? '' : String(unread)
  const badge = `<circle cx="23" cy="9" r="9" fill="#c0262d"/><text x="23" y="13.5" font-family="sans-serif" font-size="13" font-weight="700" fill="#fff" text-anchor="middle">${number}</text>`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${ICON}${unread > 0 ? badge : ''}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`
}

export function showFavicon(unread: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (link !== null) link.href = faviconOf(unread)
}
