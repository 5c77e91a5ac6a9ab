import type { frame as english } from './words.en'

export const frame: typeof english = {
  title: '设置',
  search: '搜索设置',
  list: '设置页面列表',
  nothingFound: '没有与“{query}”相符的设置',
  nothingFoundHint: '换个词试试，中英文都可以。',
  back: '全部设置',
  forbidden: '你的角色不能打开这个页面',
  forbiddenHint: '如有需要，请联系管理员。',
  choose: '从左侧选择一个页面',
  groups: { mine: '我的', team: '团队', service: '服务', tenant: '组织' },
}
