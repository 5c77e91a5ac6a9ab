import type * as english from './settings-words.en'

export const profile: typeof english.profile = {
  title: '个人资料',
  about: '同事看到的你，以及你看到的 Parley。',
  name: '姓名',
  login: '账号',
  roles: '角色',
  capacity: '接待上限',
  appearance: '外观',
  language: '语言',
  theme: '主题',
  keptHere: '保存在这个浏览器里。',
  roleNames: { admin: '管理员', supervisor: '主管', agent: '客服' },
}
