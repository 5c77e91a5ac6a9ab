import type { presence as english } from './words.en'

export const presence: typeof english = {
  label: '状态：{status}',
  online: '在线',
  onlineHint: '接收新会话',
  busy: '忙碌',
  busyHint: '只处理手上的会话',
  away: '离开',
  awayHint: '不接收新会话',
  writeNote: '写状态说明…',
  writeNoteHint: '告诉同事你的情况',
  noteTitle: '想让同事知道什么？',
  note: '状态说明',
  noteHelp: '切换状态后自动清除。',
  notSet: '状态没有改成。{reason}',
}
