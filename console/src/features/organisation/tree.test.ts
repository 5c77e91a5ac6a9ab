import { departmentPaths, treeRows, withDescendants } from './tree'

const department = (id: string, parentId: string | null, name = id) => ({ id, name, parentId })
const departments = [
  department('repairs', 'service'),
  department('sales', null),
  department('service', null),
  department('parts', 'repairs'),
  department('calls', 'service'),
]

describe('the tree of departments', () => {
  it('lists each with those under it, by name', () => {
    expect(treeRows(departments).map(({ department: { id }, level }) => `${level} ${id}`)).toEqual([
      '1 sales',
      '1 service',
      '2 calls',
      '2 repairs',
      '3 parts',
    ])
  })

  it('shows one whose superior is not there at the top', () => {
    expect(treeRows([department('lost', 'gone')]).map(({ level }) => level)).toEqual([1])
  })

  it('knows what is under a department', () => {
    expect([...withDescendants(departments, 'service')].sort()).toEqual(['calls', 'parts', 'repairs', 'service'])
  })

  it('writes out where a department stands', () => {
    expect(departmentPaths(departments).map(({ path }) => path)).toContain('service / repairs / parts')
  })
})
