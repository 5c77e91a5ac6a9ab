import type { contacts as english } from './words.en'

export const contacts: typeof english = {
  visitor: '访客 {number}',
  panel: {
    title: '客户资料',
    edit: '编辑',
    block: '屏蔽',
    unblock: '取消屏蔽',
    blocked: '已屏蔽：可以查看，不能发送消息。',
    blockTitle: '屏蔽这位客户？',
    blockText: '对方可以继续查看，但在取消屏蔽前不能发送消息。此操作会记入审计日志。',
    name: '姓名',
    email: '邮箱',
    account: '账号',
    level: '等级',
    device: '设备',
    lastSeen: '最近访问',
  },
  attributes: { true: '是', false: '否', none: '未填写', noNumber: '请填写数字，例如 12 或 7.5。' },
  sources: { host: '网站后台提供', staff: '员工填写', page: '网页提供' },
  resetLink: {
    make: '生成重设密码链接',
    label: '重设密码链接',
    about: '只能用一次，有效期至 {time}。请只发给客户本人：打开链接的人会以其身份登录。',
  },
  notes: { title: '客户备注', write: '写点备注，只有员工可见', add: '添加备注', remove: '删除备注', none: '没有备注' },
}
