/** The few words that stand on the page itself. */
export interface LauncherWords {
  chat: string
  open: string
  close: string
  unread: (count: string) => string
}

const WORDS: Record<string, LauncherWords> = {
  en: {
    chat: 'Chat',
    open: 'Open chat',
    close: 'Close chat',
    unread: (count) => `${count} unread`,
  },
  zh: {
    chat: '在线客服',
    open: '打开会话',
    close: '关闭会话',
    unread: (count) => `${count} 条未读消息`,
  },
}
const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/i

/** The language to speak: as asked, else the page's, else the browser's. */
export function languageFor(asked: string | undefined): string {
  const known = typeof asked === 'string' && asked !== '' && asked !== 'auto' ? asked : null
  return known ?? (document.documentElement.lang || navigator.language || 'en')
}

export const isChinese = (language: string): boolean => /^zh\b/i.test(language)

export const wordsFor = (language: string): LauncherWords => WORDS[isChinese(language) ? 'zh' : 'en'] as LauncherWords

/** Where lines begin: as asked, else as the page or the language has it. */
export function directionFor(asked: string | undefined, language: string): 'ltr' | 'rtl' {
  if (asked === 'ltr' || asked === 'rtl') return asked
  return document.dir === 'rtl' || RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr'
}
