import { isChinese } from './words.js'

/** What the page says of a chat that has been loaded. */
export interface EngineWords {
  newMessage: string
  unreachable: string
  elsewhere: string
}

const EN: EngineWords = {
  newMessage: 'New message',
  unreachable: 'The chat could not be loaded.',
  elsewhere: 'Open it in a new tab',
}
const ZH: EngineWords = { newMessage: '新消息', unreachable: '会话没能加载。', elsewhere: '在新标签页打开' }

export const engineWordsFor = (language: string): EngineWords => (isChinese(language) ? ZH : EN)
