import type { quickReplies as english } from './settings-words.en'

export const quickReplies: typeof english = {
  title: '快捷回复',
  about: '常用的话存在这里，回复时输入 / 即可找到。',
  add: '新增快捷回复',
  edit: '编辑',
  remove: '删除',
  shortcut: '快捷词',
  shortcutHelp: '输入 / 之后的词：文字、数字、- 和 _，最多 20 个；中文也可用拼音首字母查找。',
  text: '内容',
  textHelp: '选用时自动填入：{list}',
  audience: '适用范围',
  audiences: { personal: '仅自己', queue: '我的队列', tenant: '全员' },
  empty: '还没有快捷回复',
  emptyHint: '把每天要说的话记下来。',
  removeTitle: '删除这条快捷回复吗？',
  removeText: '使用它的同事也将看不到它。',
}
