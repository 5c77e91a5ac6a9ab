import type { signals as english } from './words.en'

export const signals: typeof english = {
  assigned: '{name} 已分配给你',
  mention: '{name} 在备注中提到了你',
  message: '{name} 发来新消息',
  waiting: '{name} 正在排队',
  blocked: '浏览器要求先点击一下页面才能播放声音。',
  enable: '开启声音',
}
