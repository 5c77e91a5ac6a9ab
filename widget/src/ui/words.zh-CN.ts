import type { Words } from './words.en'

export const zhCN: Words = {
  chat: '在线客服',
  greeting: '您好，需要什么帮助？',
  greetingHint: '在下方写下您的问题，客服会在这里回复；下次打开，记录仍在这里。',
  loadingMessages: '正在加载消息',

  connecting: '连接中…',
  notConnected: '未连接',
  online: '在线',
  away: '暂时离开',
  waitingForAgent: '等待客服接入',
  talkingWith: (name) => `${name} 正在为您服务`,

  offline: '网络断开了，消息会在恢复后发出',
  unreachable: '连接比平时慢，消息已保存，连上后自动发出',
  tryAgain: '再试一次',
  nobodyOnline: '现在没有客服在线，请留言，我们会在这里回复',

  unknownChannel: '这个会话地址不存在',
  unknownChannelHint: '请检查链接是否完整，或回到来源处重新获取。',

  messages: '消息记录',
  message: '输入消息',
  writeMessage: '输入消息…',
  send: '发送',
  charactersLeft: (count) => `还可输入 ${count} 字`,
  charactersOver: (count) => `超出 ${count} 字`,

  you: '您',
  sending: '发送中…',
  waitingForNetwork: '等待网络恢复…',
  sent: '已发送',
  delivered: '已送达',
  read: '已读',
  notSent: '未发出',
  tooLongToSend: '未发出：内容太长',
  retry: '重试',
  discard: '删除',

  messageOptions: '消息操作',
  recall: '撤回',
  keep: '不撤回',
  recallTooLate: '消息发出两分钟内可以撤回，这条已超过时间',
  recallFailed: '没能撤回，请再试一次',
  dismiss: '关闭提示',

  youRecalled: '您撤回了一条消息',
  someoneRecalled: (name) => `${name} 撤回了一条消息`,
  started: '会话开始',
  assigned: (name) => `${name} 已接入会话`,
  ended: '会话已结束',
  youEnded: '您结束了会话',
  writeAgain: '有新问题，直接写下即可',
  nobodyOnlineLine: '现在没有客服在线，您的留言已收到，我们会尽快回复',

  newMessages: '新消息',
  newCount: (count) => `${count} 条新消息`,
  toNewest: '回到最新消息',
  loadingEarlier: '正在加载更早的消息…',
  earlierFailed: '更早的消息没能加载。',
  typing: (name) => `${name} 正在输入`,
}
