import { booleanPointInPolygon, polygon } from '@turf/turf'
import { describe, expect, it } from 'vitest'
import { makeProvince } from '../../../data/province/index.ts'
import { ringArea, shift, turn } from '../../../data/province/ground/geo.ts'
import { planFloor, roomBounds, type FloorKind } from '../../../data/province/housing/floorPlan.ts'
import { streamOf } from '../../../data/province/made/rng.ts'
import { shellFor, type Rect } from '../../../data/province/housing/shell.ts'
import { TIERS } from '../../../data/province/made/scales.ts'

const NOW = Date.parse('2026-11-20T02:30:00Z')
const guangxi = makeProvince({ seed: 7, scale: 'guangxi', now: NOW })
/** An inner city district, a coastal one with islands, a mountain county. */
const SAMPLES = ['450303', '450502', '451031']
const bundles = new Map(SAMPLES.map((code) => [code, guangxi.county(code)]))
const outlineOf = (code: string) => ({
  type: 'MultiPolygon' as const,
  coordinates: guangxi.regions.find((region) => region.code === code)!.geometry,
})

type Ring = readonly (readonly [number, number])[]
const EPSILON = 1e-6

/** Convex quadrilaterals overlap unless an edge of one keeps them apart. */
const apart = (a: Ring, b: Ring): boolean =>
  [a, b].some((ring) =>
    ring.some((p, i) => {
      const q = ring[(i + 1) % ring.length]!
      const normal = [q[1] - p[1], p[0] - q[0]] as const
      const along = (points: Ring): number[] => points.map(([x, y]) => x * normal[0] + y * normal[1])
      const [left, right] = [along(a), along(b)]
      const size = Math.hypot(...normal) * EPSILON
      return Math.max(...left) <= Math.min(...right) + size || Math.max(...right) <= Math.min(...left) + size
    }),
  )

const overlap = (a: Rect, b: Rect): boolean =>
  a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3]

describe.each(SAMPLES)('places of %s', (code) => {
  const bundle = bundles.get(code)!

  it('has every compound inside the county', () => {
    const county = outlineOf(code)
    for (const compound of bundle.compounds)
      for (const corner of [[compound.lon, compound.lat], ...compound.boundary])
        expect(booleanPointInPolygon(corner as [number, number], county), compound.name).toBe(true)
  })

  it('has compounds that do not overlap', () => {
    const rings = bundle.compounds.map((compound) => compound.boundary.slice(0, 4) as unknown as Ring)
    expect(rings.flatMap((ring, i) => rings.slice(i + 1).filter((other) => !apart(ring, other)))).toEqual([])
  })

  it('has buildings inside their compound that do not overlap', () => {
    for (const compound of bundle.compounds) {
      const fence = polygon([compound.boundary])
      const boxes = bundle.buildings
        .filter((building) => building.compound === compound.id)
        .map((building) => {
          const corners = building.footprint.map(([x, y]) =>
            shift(building.origin, ...turn([x, y], building.rotation)),
          )
          for (const corner of corners) expect(booleanPointInPolygon(corner, fence), building.id).toBe(true)
          const [width, height] = [
            Math.max(...building.footprint.map((p) => p[0])),
            Math.max(...building.footprint.map((p) => p[1])),
          ]
          return (
            [
              [0, 0],
              [width, 0],
              [width, height],
              [0, height],
            ] as const
          ).map(([x, y]) => shift(building.origin, ...turn([x, y], building.rotation)))
        })
      boxes.forEach((box, i) =>
        boxes.slice(i + 1).forEach((other) => expect(apart(box, other), compound.id).toBe(true)),
      )
    }
  })

  it('has rooms, corridors and cores that together are the floor', () => {
    const rooms = Map.groupBy(bundle.rooms, (room) => room.floor)
    for (const floor of bundle.floors) {
      const parts = [...rooms.get(floor.id)!.map((room) => room.ring), ...floor.corridors, ...floor.cores]
      const area = parts.reduce((sum, ring) => sum + ringArea(ring), 0)
      expect(Math.abs(area - ringArea(floor.outline)), floor.id).toBeLessThan(0.01)
    }
  })
})

describe.each(SAMPLES)('places of %s', (code) => {
  const bundle = bundles.get(code)!

  it('has every desk inside its room', () => {
    for (const room of bundle.rooms) {
      const [low, , high] = room.ring as [
        [number, number],
        [number, number],
        [number, number],
        [number, number],
      ]
      const outside = room.workstations.filter(
        (desk) => !(desk.x > low[0] && desk.x < high[0] && desk.y > low[1] && desk.y < high[1]),
      )
      if (outside.length > 0) expect(outside).toEqual([])
    }
  })

  it('has streets that connect every stop and stay on the county’s land, roads to other counties on the city’s', () => {
    const { streets, depots, beyond = [] } = guangxi.fleet(code)
    const outside = (points: readonly (readonly number[])[], region: string): unknown[] =>
      points.filter((point) => !booleanPointInPolygon(point as [number, number], outlineOf(region)))
    const quarters = (ways: readonly (readonly (readonly number[])[])[]): number[][] =>
      ways.flatMap((way) =>
        way
          .slice(1)
          .flatMap((b, i) =>
            [0, 0.25, 0.5, 0.75, 1].map((t) => [0, 1].map((k) => way[i]![k]! * (1 - t) + b[k]! * t)),
          ),
      )
    expect(outside(quarters(bundle.roadLimits.map(({ path }) => path)), code)).toEqual([])
    expect(
      outside(
        quarters(streets.edges.map(({ a, b }) => [streets.nodes[a]!, streets.nodes[b]!])),
        `${code.slice(0, 4)}00`,
      ),
    ).toEqual([])
    expect(
      outside(
        beyond.map(({ lonLat }) => lonLat),
        code,
      ),
    ).toHaveLength(beyond.length)
    for (const { lonLat } of beyond) expect(streets.nodes).toContainEqual([...lonLat])
    const parent = streets.nodes.map((_, i) => i)
    const root = (i: number): number => (parent[i] === i ? i : (parent[i] = root(parent[i]!)))
    for (const { a, b } of streets.edges) parent[root(a)] = root(b)
    expect(streets.edges.filter((edge) => !(edge.metres > 0))).toEqual([])
    expect(new Set(parent.map((_, i) => root(i))).size).toBe(1)
    for (const depot of depots)
      expect(
        streets.nodes.some(([x, y]) => x === depot.lon && y === depot.lat),
        depot.id,
      ).toBe(true)
  })
})

describe('floor plans', () => {
  const cases = TIERS.flatMap((tier) =>
    [5, 9, 14, 18, 24, 32, 44].flatMap((rooms) => [4, 12].map((storeys) => ({ tier, rooms, storeys }))),
  )
  it.each(cases)('tile the outline: $tier, $rooms rooms, $storeys storeys', ({ tier, rooms, storeys }) => {
    const rng = streamOf(3, tier, String(rooms), String(storeys))
    const shell = shellFor(tier, storeys, rooms, rng)
    const outline = ringArea(shell.outline)
    for (const kind of ['basement', 'ground', 'typical'] as FloorKind[]) {
      const { low, high } = roomBounds(shell, kind)
      for (const count of [low, Math.round((low + high) / 2), high]) {
        const plan = planFloor(shell, kind, count, rng)
        expect(plan.rooms).toHaveLength(count)
        const parts = [...plan.rooms.map((room) => room.rect), ...plan.corridors, ...plan.cores]
        expect(parts.reduce((sum, [, , width, height]) => sum + width * height, 0)).toBe(outline)
        expect(
          parts.flatMap((part, i) => parts.slice(i + 1).filter((other) => overlap(part, other))),
        ).toEqual([])
      }
    }
  })
})
