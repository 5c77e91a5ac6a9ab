import { csvAddress } from './audit.api'
import { filterOf, NO_FILTER } from './audit-filter'

describe('the filter of the audit log', () => {
  it('asks for everything when nothing is chosen', () => {
    expect(filterOf(NO_FILTER)).toEqual({})
    expect(csvAddress({})).toBe('/api/v1/audit.csv')
  })

  it('takes both days whole', () => {
    const { from, to } = filterOf({ ...NO_FILTER, from: '2026-11-20', to: '2026-11-20' })
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(24 * 3_600_000 - 1)
  })

  it('goes into the address of the download', () => {
    expect(csvAddress({ action: 'staff.disabled' })).toBe('/api/v1/audit.csv?action=staff.disabled')
  })
})
