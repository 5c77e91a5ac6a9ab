import type * as english from './settings-words.en'

export const tenants: typeof english.tenants = {
  title: '租户',
  about: '这套系统里的各个组织，人员和数据完全隔离。',
  add: '添加租户',
  create: '添加并生成链接',
  name: '名称',
  key: '标识',
  keyHelp: '员工登录时填写，之后不能修改。小写字母、数字、连字符。',
  keyTaken: '已有租户使用这个标识。',
  adminName: '首位管理员的姓名',
  login: '首位管理员的账号',
  close: '完成',
  state: '状态',
  active: '正常',
  suspended: '已暂停',
  action: '操作',
  suspend: '暂停',
  resume: '恢复',
  suspendTitle: '暂停 {name}？',
  suspendAbout: '其所有员工和客户会立即断开，数据不会删除。',
}
