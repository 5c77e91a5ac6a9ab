export { DEMO_CHANNEL_KEY } from './demo-users.js'
export { DEMO_ACCOUNTS, LoadDemo } from './load-demo.js'
