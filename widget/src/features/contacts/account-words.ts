import type { ErrorCode } from '@parley/shared/kernel/errors'
import { computed } from 'vue'
import { locale } from '../../ui/locale'

/** Words of the account screens: they come with the screens, since few visitors ever see them. */
const en = {
  signInTitle: 'Sign in',
  signInHint: 'See your conversations on any device.',
  signInToChat: 'Sign in to start chatting.',
  registerTitle: 'Create an account',
  registerHint: 'What you have written here stays with you.',
  resetTitle: 'Choose a new password',
  resetHint: 'You will be signed in, and signed out everywhere else.',
  login: 'E-mail or user name',
  name: 'Your name (optional)',
  password: 'Password',
  newPassword: 'New password',
  showPassword: 'Show',
  hidePassword: 'Hide',
  signIn: 'Sign in',
  register: 'Create account',
  reset: 'Save password',
  toRegister: 'No account yet? Create one',
  toSignIn: 'Have an account? Sign in',
  back: 'Back to the chat',
  forgotten: 'Forgot your password? Ask our team for a link to set a new one.',
  loginInvalid: 'Enter 2 to 100 characters without blanks',
  passwordTooShort: (min: number) => `Enter at least ${min} characters`,
  wrong: 'User name or password is wrong',
  taken: 'This name is already in use. Choose another, or sign in',
  refused: 'Accounts are not in use here any more',
  linkVoid: 'This link has been used or is no longer valid. Ask for a new one',
  tooMany: 'Too many attempts. Wait a few minutes and try again',
  unavailable: 'No connection. Check the network and try again',
  failed: 'That did not work. Try again',
}

const zhCN: typeof en = {
  signInTitle: '登录',
  signInHint: '登录后，换个设备也能看到您的会话。',
  signInToChat: '登录后即可发起会话。',
  registerTitle: '注册账号',
  registerHint: '您在这里写过的消息会一并保留。',
  resetTitle: '设置新密码',
  resetHint: '保存后将直接登录，其他设备上的登录随即失效。',
  login: '邮箱或用户名',
  name: '您的称呼（选填）',
  password: '密码',
  newPassword: '新密码',
  showPassword: '显示',
  hidePassword: '隐藏',
  signIn: '登录',
  register: '注册',
  reset: '保存密码',
  toRegister: '还没有账号？去注册',
  toSignIn: '已有账号？去登录',
  back: '返回会话',
  forgotten: '忘记密码？请联系客服获取重设链接。',
  loginInvalid: '请输入 2 到 100 个字符，不含空格',
  passwordTooShort: (min) => `请至少输入 ${min} 个字符`,
  wrong: '用户名或密码不正确',
  taken: '这个名称已被使用，请换一个，或直接登录',
  refused: '这里已不再使用账号登录',
  linkVoid: '链接已使用过或已失效，请重新获取',
  tooMany: '尝试次数过多，请过几分钟再试',
  unavailable: '网络不通，请检查后重试',
  failed: '没有成功，请再试一次',
}

const DICTIONARIES = { en, 'zh-CN': zhCN }

/** The account screens' words in the reader's language. */
export const accountWords = computed(() => DICTIONARIES[locale.value])

const PROBLEMS: Partial<Record<ErrorCode, 'wrong' | 'taken' | 'refused' | 'linkVoid' | 'tooMany' | 'unavailable'>> = {
  invalid_credentials: 'wrong',
  login_taken: 'taken',
  accounts_refused: 'refused',
  not_found: 'linkVoid',
  rate_limited: 'tooMany',
  unavailable: 'unavailable',
}

/** A refusal in words. */
export const problemOf = (code: ErrorCode): string => accountWords.value[PROBLEMS[code] ?? 'failed']
