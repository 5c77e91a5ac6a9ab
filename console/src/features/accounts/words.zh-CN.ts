import type { accounts as english } from './words.en'

export const accounts: typeof english = {
  signInTitle: '登录客服工作台',
  account: '账号',
  password: '密码',
  signIn: '登录',
  signOut: '退出登录',
  menu: '{name}：账号菜单',
  expired: '登录已过期，重新登录后回到刚才的页面。',
  tooManyTries: '尝试次数过多，请 {seconds} 秒后再试。',
}
