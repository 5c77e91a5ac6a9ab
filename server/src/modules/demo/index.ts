export { DEMO_ACCOUNTS, DEMO_CHANNEL_KEY, LoadDemo } from './load-demo.js'
