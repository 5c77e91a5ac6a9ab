import { issueContactToken } from '@parley/token'

const token = await issueContactToken({
  secret: process.env.PARLEY_SECRET,
  channel: process.env.PARLEY_CHANNEL,
  sub: 'user-1',
  name: 'User 1 用户',
  level: 'gold',
})
console.log(token)
