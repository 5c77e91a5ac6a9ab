export interface PageAddress {
  /** Null when the address names no channel. */
  channelKey: string | null
  language: string | null
  theme: 'light' | 'dark' | null
}

/** `/c/<channelKey>?lang=…&theme=…` */
export function readAddress({ pathname, search }: { pathname: string; search: string }): PageAddress {
  const query = new URLSearchParams(search)
  const theme = query.get('theme')
  return {
    channelKey: /^\/c\/([a-z0-9][a-z0-9-]{0,39})\/?$/.exec(pathname)?.[1] ?? null,
    language: query.get('lang'),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
  }
}
