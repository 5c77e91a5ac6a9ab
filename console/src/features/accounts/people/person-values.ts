import type { StaffAccount } from '@parley/shared/accounts/management'
import type { Language, RoleKey } from '@parley/shared/accounts/staff'

/** A person as the form holds them: empty texts where nothing is said. */
export interface PersonValues {
  login: string
  name: string
  roles: readonly RoleKey[]
  capacity: string
  email: string
  mobile: string
  language: Language | ''
  departmentId: string
  superiorId: string
  queueIds: readonly string[]
}

export const NOBODY: PersonValues = {
  login: '',
  name: '',
  roles: ['agent'],
  capacity: '5',
  email: '',
  mobile: '',
  language: '',
  departmentId: '',
  superiorId: '',
  queueIds: [],
}

export function valuesOf(staff: StaffAccount): PersonValues {
  return {
    login: staff.login,
    name: staff.name,
    roles: staff.roles,
    capacity: String(staff.capacity),
    email: staff.email ?? '',
    mobile: staff.mobile ?? '',
    language: staff.language ?? '',
    departmentId: staff.departmentId ?? '',
    superiorId: staff.superiorId ?? '',
    queueIds: staff.queueIds,
  }
}

const orNull = <Text extends string>(text: Text | ''): Text | null =>
  text.trim() === '' ? null : (text.trim() as Text)

/** What the server is told of a form; an amount that is no number is left for it to refuse. */
export function accountOf(values: PersonValues) {
  return {
    name: values.name.trim(),
    roles: [...values.roles],
    capacity: values.capacity.trim() === '' ? 0 : Number(values.capacity),
    email: orNull(values.email),
    mobile: orNull(values.mobile),
    language: orNull(values.language),
    departmentId: orNull(values.departmentId),
    superiorId: orNull(values.superiorId),
    queueIds: [...values.queueIds],
  }
}

/** The fields without which nobody can be added. */
export const missingOf = (values: PersonValues): string[] =>
  (['login', 'name'] as const).filter((name) => values[name].trim() === '')
