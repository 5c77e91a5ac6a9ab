export interface PageAddress {
  /** Null when the address names no channel. */
  channelKey: string | null
  language: string | null
  theme: 'light' | 'dark' | null
  /** The origin of the page that the chat stands in; null when it is a page of its own. */
  page: string | null
  /** A token of the site that sent the visitor here: `#identity=…`, which no server and no log ever sees. */
  identity: string | null
  /** What stands for such a token once: `?code=…`. */
  code: string | null
  /** A link that sets a new password: `#reset=…`, as secret. */
  reset: string | null
}

/** `/c/<channelKey>?lang=…&theme=…&page=…&code=…#identity=…` or `#reset=…` */
export function readAddress(location: { pathname: string; search: string; hash: string }): PageAddress {
  const query = new URLSearchParams(location.search)
  const theme = query.get('theme')
  const page = query.get('page')
  const secrets = new URLSearchParams(location.hash.slice(1))
  return {
    channelKey: /^\/c\/([a-z0-9][a-z0-9-]{0,39})\/?$/.exec(location.pathname)?.[1] ?? null,
    language: query.get('lang'),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    page: page !== null && URL.canParse(page) ? new URL(page).origin : null,
    identity: secrets.get('identity'),
    code: query.get('code'),
    reset: secrets.get('reset'),
  }
}

/** The same address with nothing in it that opens anything. */
export function withoutSecrets({ pathname, search }: { pathname: string; search: string }): string {
  const query = new URLSearchParams(search)
  query.delete('code')
  const rest = query.toString()
  return rest === '' ? pathname : `${pathname}?${rest}`
}
