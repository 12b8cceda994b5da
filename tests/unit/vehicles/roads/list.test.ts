/** The list of roads that is kept thinned: read once, forgotten where a platform sends roads, never for who may not see them. */
import { describe, expect, it } from 'vitest'
import { makeDrawnRoads } from '../../../../server/vehicles/roads/roads.ts'
import type { Viewer } from '../../../../src/shared/kernel/roles.ts'
import type { RoadClass } from '../../../../src/shared/vehicles/roads/limits.ts'

const viewer = {} as Viewer
const rows = [
  { id: 'L1', name: '民族大道', class: 'main' as RoadClass },
  { id: 'L2', name: '南友高速', class: 'expressway' as RoadClass },
].map((road) => ({
  ...road,
  path: [
    [108, 22],
    [108.2, 22.1],
  ] as [number, number][],
}))

const given = () => {
  const asked: [readonly string[] | null, readonly string[]][] = []
  let away = false
  const roads = makeDrawnRoads({
    roads: {
      list: (regions, classes) => {
        asked.push([regions, classes])
        return away
          ? Promise.reject(new Error('away'))
          : Promise.resolve(rows.filter((road) => classes.includes(road.class)))
      },
    },
    tree: {
      get: (code: string) => (code === '459999' ? undefined : { code }),
      province: () => ({ code: '450000' }),
      subtree: (code: string) => [code],
    } as never,
    scope: {
      requireRegion: (_: Viewer, region: string, what: string) => {
        if (region === '450200') throw new Error(`no such ${what}`)
      },
    } as never,
  })
  return { roads, asked, turn: (to: boolean) => void (away = to) }
}

describe('roads for a map', () => {
  it('are asked by class and region, everywhere for the province, and read once', async () => {
    const { roads, asked } = given()
    const trunk = await roads.list(viewer, '450000', 'trunk')
    expect(trunk.map(({ id, class: drawn }) => [id, drawn])).toEqual([['L2', 'trunk']])
    expect(await roads.list(viewer, '450000', 'trunk')).toBe(trunk)
    expect((await roads.list(viewer, '450102', 'main')).map(({ id }) => id)).toEqual(['L1', 'L2'])
    expect(asked).toEqual([
      [null, ['expressway', 'urban-expressway', 'highway']],
      [['450102'], ['expressway', 'urban-expressway', 'highway', 'main']],
    ])
  })

  it('are read anew once a platform has sent roads, and after a failure', async () => {
    const { roads, asked, turn } = given()
    await roads.list(viewer, '450000', 'trunk')
    roads.changed()
    turn(true)
    await expect(roads.list(viewer, '450000', 'trunk')).rejects.toThrow('away')
    turn(false)
    expect(await roads.list(viewer, '450000', 'trunk')).toHaveLength(1)
    expect(asked).toHaveLength(3)
  })

  it('are none of an unknown region or one out of scope, however often others asked', () => {
    const { roads, asked } = given()
    expect(() => roads.list(viewer, '459999', 'main')).toThrow()
    expect(() => roads.list(viewer, '450200', 'main')).toThrow(/450200/)
    expect(asked).toEqual([])
  })
})
