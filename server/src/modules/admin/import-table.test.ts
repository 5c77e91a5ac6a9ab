import type { ParleyError } from '@parley/shared/kernel/errors'
import { parseTable } from './import-table.js'

const issuesOf = (csv: string) => {
  try {
    parseTable(csv)
    return []
  } catch (error) {
    return (error as ParleyError).details.issues
  }
}

describe('a table of people', () => {
  it('is read by its head, whatever the order, with quotes, a byte order mark and empty lines', () => {
    const rows = parseTable('\uFEFFName, LOGIN ,roles\r\n"Agent, 01",a1,agent;handler\r\n\r\n客服 02,a2,\r\n')
    expect(rows).toEqual([
      { row: 1, cells: { name: 'Agent, 01', login: 'a1', roles: 'agent;handler' } },
      { row: 2, cells: { name: '客服 02', login: 'a2', roles: '' } },
    ])
  })

  it('is refused without the columns that it needs, and with ones that mean nothing', () => {
    expect(issuesOf('login,password\na,b')).toEqual([
      { path: 'name', code: 'missing' },
      { path: 'password', code: 'unknown' },
    ])
  })

  it('is refused when it is too long for one import', () => {
    const lines = Array.from({ length: 501 }, (_, index) => `a${index},A`)
    expect(issuesOf(`login,name\n${lines.join('\n')}`)).toEqual([{ path: 'csv', code: 'too_big' }])
  })
})
