export { AdminGateway } from './admin.gateway.js'
export { ADMIN_USAGE, AdminCommands } from './admin-commands.js'
export { SetUp } from './set-up.js'
