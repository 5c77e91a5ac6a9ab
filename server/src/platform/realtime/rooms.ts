/** Every socket of one principal: all their tabs and devices. */
export const principalRoom = (tenantId: string, key: string): string => `principal:${tenantId}:${key}`

/** Everyone of a tenant in a namespace. */
export const tenantRoom = (tenantId: string): string => `tenant:${tenantId}`
