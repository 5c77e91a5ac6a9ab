/** What a tree of departments needs to know of each. */
interface Node {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
}

export interface TreeRow<Department extends Node> {
  department: Department
  /** 1 for those under nobody. */
  level: number
  hasChildren: boolean
}

/** Departments as an indented list: each followed by those under it, by name. One whose superior is unknown stands at the top. */
export function treeRows<Department extends Node>(departments: readonly Department[]): TreeRow<Department>[] {
  const known = new Set(departments.map(({ id }) => id))
  const sorted = [...departments].sort((one, other) => one.name.localeCompare(other.name))
  const childrenOf = (parentId: string | null) =>
    sorted.filter((each) => (each.parentId !== null && known.has(each.parentId) ? each.parentId : null) === parentId)
  const rowsUnder = (parentId: string | null, level: number): TreeRow<Department>[] =>
    childrenOf(parentId).flatMap((department) => {
      const below = rowsUnder(department.id, level + 1)
      return [{ department, level, hasChildren: below.length > 0 }, ...below]
    })
  return rowsUnder(null, 1)
}

/** The ids of a department and of everything under it: where it cannot be moved to. */
export function withDescendants(departments: readonly Node[], id: string): Set<string> {
  const found = new Set([id])
  for (let size = 0; size !== found.size;) {
    size = found.size
    for (const each of departments) if (each.parentId !== null && found.has(each.parentId)) found.add(each.id)
  }
  return found
}

/** Departments with the names of those above them: "Service / After-sales". */
export function departmentPaths(departments: readonly Node[]): { id: string; path: string }[] {
  const path: string[] = []
  return treeRows(departments).map(({ department, level }) => {
    path.splice(level - 1, path.length, department.name)
    return { id: department.id, path: path.join(' / ') }
  })
}
