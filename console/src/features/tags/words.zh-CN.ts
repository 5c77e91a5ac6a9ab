import type { tags as en } from './words.en'

export const tags: typeof en = {
  title: '标签',
  add: '添加标签',
  search: '搜索标签',
  remove: '去掉“{name}”',
  none: '没有标签',
  noList: '还没有标签，可以在设置中添加。',
}
