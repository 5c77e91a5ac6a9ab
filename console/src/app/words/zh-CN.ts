import { accounts } from '../../features/accounts/words.zh-CN'
import { contacts } from '../../features/contacts/words.zh-CN'
import { conversations } from '../../features/conversations/words.zh-CN'
import { presence } from '../../features/presence/words.zh-CN'
import type { Words } from './en'

export const words: Words = {
  app: {
    name: 'Parley',
    inbox: '会话',
    navigation: 'Parley',
    language: '语言',
    theme: '外观',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
    retry: '重试',
    cancel: '取消',
    dismiss: '关闭提示',
    loading: '加载中',
    notLoaded: '页面没有加载出来',
    offline: '网络已断开。你写的内容会保留，恢复后自动发送。',
    unread: '{count} 条未读',
  },
  errors: {
    bad_request: '请求无法识别，请刷新页面后再试。',
    unauthenticated: '登录已过期，请重新登录。',
    invalid_credentials: '账号或密码不正确。',
    forbidden: '你的角色没有这项权限。',
    not_assignee: '只有接待的客服可以回复。',
    not_found: '内容不存在，或你无权查看。',
    unknown_command: '服务端暂不支持此操作，请刷新页面。',
    conversation_ended: '会话已结束。',
    new_message_arrived: '访客刚发来新消息，请看过再结束。',
    not_waiting: '这个会话已被其他同事认领。',
    at_capacity: '手上的会话已满，结束一个后再认领。',
    recall_too_late: '消息发出两分钟后不能撤回。',
    too_large: '消息太长了。',
    rate_limited: '操作太频繁，请稍等片刻。',
    internal: '服务端出错了，请再试一次。',
    unavailable: '连不上服务器。',
  },
  accounts,
  presence,
  contacts,
  conversations,
}
