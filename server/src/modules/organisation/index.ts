export { DepartmentRepository } from './department.repository.js'
export { OrganisationGateway } from './organisation.gateway.js'
export { TeamRepository } from './team.repository.js'
