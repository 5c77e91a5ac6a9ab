export { AdminGateway } from './admin.gateway.js'
export { SetUp } from './set-up.js'
