export { AuditLog, systemActor } from './audit-log.js'
export type { AuditActor } from './audit-log.js'
export { AuditRecordRepository } from './audit-record.repository.js'
