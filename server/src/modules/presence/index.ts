export { Availability } from './availability.js'
export { PresenceGateway } from './presence.gateway.js'
export { isReachable, StaffConnections } from './staff-presence.js'
