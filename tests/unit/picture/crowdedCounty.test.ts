/** 青秀区, which everyone opens: 77 compounds, most of them in one town. */
import { describe, expect, it } from 'vitest'
import { makeProvince } from '../../../data/province/index.ts'
import { insetMarks } from '../../../src/app/frame/crowd/insetMarks.ts'
import { insetView } from '../../../src/app/frame/crowd/insetView.ts'
import { poseForBounds } from '../../../src/engines/boundsPose.ts'
import { boundsOf, mercatorPx } from '../../../src/projections/clusters.ts'
import { clustersOf } from '../../../src/projections/gather.ts'
import { townOf } from '../../../src/projections/town.ts'

const NOW = Date.parse('2026-11-20T02:30:00Z')
const province = makeProvince({ seed: 7, scale: 'guangxi', now: NOW })
const points = province.county('450103').compounds.map(({ id, lon, lat }, i) => ({
  id,
  lon,
  lat,
  klass: i % 5,
  radiusPx: 10.3,
}))
const outline = province.regions.find(({ code }) => code === '450103')!.geometry.flat(2)
const bounds = boundsOf(outline.map(([lon, lat]) => ({ lon: lon!, lat: lat! })))

describe.each([
  [1920, 1080, [120.8, 67.8], [54, 32.5]],
  [6656, 1792, [144, 83], [54, 32.5]],
] as const)('青秀区 on a screen of %d × %d', (width, height, [freeU, highU], insetU) => {
  const u = height / 100
  const frame = [freeU * u, highU * u] as const
  const [aside, above] = [(width - frame[0]) / 2, (height - frame[1]) / 2]
  const goal = {
    kind: 'bounds',
    bounds,
    pitchDeg: 0,
    bearingDeg: 0,
    padding: [above, aside, above, aside],
  } as const
  const { zoom } = poseForBounds(goal, width, height)
  const town = townOf(points, zoom, frame)!
  const around = clustersOf(
    points.filter(({ id }) => !town.ids.has(id)),
    zoom,
    height,
  )
  const body = { width: insetU[0] * u, height: (insetU[1] - 3) * u, marginPx: 3 * u }
  const marks = insetMarks(
    points.filter(({ id }) => town.ids.has(id)),
    insetView(town.bounds, body),
    height,
  )

  it('has a town that takes most of it', () => {
    expect(points.length).toBeGreaterThan(70)
    expect(town.ids.size / points.length).toBeGreaterThan(0.6)
  })

  it('lets the pointer reach every compound: as a dot of the map, as a dot of the inset, or in the list of a disc', () => {
    const onMap = around.alone
    const inInset = marks.filter(({ disc }) => !disc).map(({ id }) => id)
    const inLists = marks.flatMap(({ disc }) => disc?.members ?? [])
    const inDiscs = around.clusters.flatMap(({ members }) => members)
    expect([...onMap, ...inInset, ...inLists, ...inDiscs].sort()).toEqual(points.map(({ id }) => id).sort())
    expect(onMap.length + inInset.length).toBeGreaterThan(12)
    expect(marks.length).toBeGreaterThan(12)
  })

  it('keeps what is to be pressed apart', () => {
    const byId = new Map(points.map((point) => [point.id, point]))
    const dots = around.alone.map((id) => mercatorPx([byId.get(id)!.lon, byId.get(id)!.lat], zoom))
    for (const spots of [dots, marks.map(({ spot }) => spot)])
      for (const [i, a] of spots.entries())
        for (const b of spots.slice(i + 1))
          expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan((13.9 * height) / 1080)
  })
})
