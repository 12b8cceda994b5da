import type { RegionNode } from './regionRows.ts'

/** The regions of the province in memory: some hundred rows, asked on every request for scope and path. */
export interface RegionTree {
  load(): Promise<void>
  get(code: string): RegionNode | undefined
  all(): readonly RegionNode[]
  /** Province first, the region itself last; empty when it is unknown. */
  path(code: string): readonly RegionNode[]
  /** The region and all below it. */
  subtree(code: string): readonly string[]
  /** Whether `code` is `ancestor` or lies below it. */
  contains(ancestor: string, code: string): boolean
  province(): RegionNode | undefined
}

export const makeRegionTree = (deps: { regions: () => Promise<RegionNode[]> }): RegionTree => {
  let nodes = new Map<string, RegionNode>()
  let children = new Map<string, RegionNode[]>()
  const path = (code: string): RegionNode[] => {
    const found: RegionNode[] = []
    for (
      let node = nodes.get(code);
      node && found.length < 8;
      node = node.parent === null ? undefined : nodes.get(node.parent)
    )
      found.unshift(node)
    return found
  }
  const subtree = (code: string): string[] => [
    code,
    ...(children.get(code) ?? []).flatMap((child) => subtree(child.code)),
  ]
  return {
    load: async () => {
      const rows = await deps.regions()
      nodes = new Map(rows.map((row) => [row.code, row]))
      children = Map.groupBy(
        rows.filter((row) => row.parent !== null),
        (row) => row.parent as string,
      )
    },
    get: (code) => nodes.get(code),
    all: () => [...nodes.values()],
    path,
    subtree,
    contains: (ancestor, code) => path(code).some((node) => node.code === ancestor),
    province: () => [...nodes.values()].find((node) => node.level === 'province'),
  }
}
