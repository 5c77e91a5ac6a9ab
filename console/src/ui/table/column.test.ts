import { shownColumns } from './column'

const columns = [
  { key: 'name', label: 'Name' },
  { key: 'roles', label: 'Roles', choice: 'shown' as const },
  { key: 'mobile', label: 'Mobile', choice: 'hidden' as const },
]
const keys = (...switched: string[]) => shownColumns(columns, new Set(switched)).map(({ key }) => key)

describe('the columns of a table', () => {
  it('are those that are shown unless asked otherwise', () => expect(keys()).toEqual(['name', 'roles']))
  it('can be hidden and brought in', () => expect(keys('roles', 'mobile')).toEqual(['name', 'mobile']))
  it('keep those that a table cannot do without', () => expect(keys('name')).toEqual(['name', 'roles']))
})
