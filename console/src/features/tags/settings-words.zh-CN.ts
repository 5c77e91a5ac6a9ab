import type { tags as en } from './settings-words.en'

export const tags: typeof en = {
  title: '标签',
  about: '用来区分会话的词，团队共用。',
  add: '添加标签',
  name: '名称',
  edit: '重命名',
  remove: '删除',
  empty: '还没有标签',
  emptyHint: '例如退款、发票、投诉：以后会按什么来找？',
  removeTitle: '删除标签“{name}”？',
  removeText: '带有它的会话会去掉这个标签。',
}
