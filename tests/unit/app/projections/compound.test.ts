/** The open compound as the stage is asked to draw it: its frame by its gate, its figures, and when the building takes its place. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { ChildPlace } from '../../../../src/shared/protocol/http.ts'
import type { CompoundLayer } from '../../../../src/shared/scene/compoundLayer.ts'
import { offsetLonLat } from '../../../../src/shared/scene/ground.ts'
import type { LonLat, LocalXY } from '../../../../src/shared/kernel/units.ts'
import { siteOf } from '../../../../src/projections/parts/site.ts'
import { project } from '../../../../src/projections/project.ts'
import { rowColor } from '../../../../src/projections/values.ts'
import { compoundLayers } from '../../../../src/layers/compound/draw.ts'
import { LAYERS } from '../../../../src/layers/registry.ts'
import { INTERIOR, offices, renew, state, viewOf } from './sceneInput.ts'

const CENTRE: LonLat = [108.4, 22.4]
/** A ring of metres turned about the centre, counter-clockwise. */
const ring = (degrees: number, ...points: LocalXY[]): [number, number][] => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return points.map(([x, y]) => offsetLonLat(CENTRE, c * x - s * y, s * x + c * y))
}
const rect = (x: number, y: number, wide: number, deep: number): LocalXY[] => [
  [x, y],
  [x + wide, y],
  [x + wide, y + deep],
  [x, y + deep],
]
const building = (id: string, outline: [number, number][], over: number): ChildPlace => ({
  id,
  kind: 'building',
  name: id,
  lon: null,
  lat: null,
  measures: offices(over, 50),
  outline,
  height: 16.2,
  level: null,
})
const compoundTurned = (degrees: number) =>
  viewOf('compound', [
    building('B1', ring(degrees, ...rect(-30, 0, 40, 16)), 1),
    building('B2', ring(degrees, ...rect(15, 0, 20, 16)), 9),
  ])
const boundaryTurned = (degrees: number): LonLat[] => ring(degrees, ...rect(-50, -45, 100, 75))

const drawn = (): CompoundLayer | undefined =>
  project({ ...state.input, read: { ...state.input.read, compound: compoundLayers } }, LAYERS).find(
    (spec): spec is CompoundLayer => spec.kind === 'compound',
  )

beforeEach(() => {
  renew()
  const compound = compoundTurned(12)
  state.input = {
    ...state.input,
    engine: 'interior',
    view: compound,
    compound,
    compoundOutline: boundaryTurned(12),
  }
})

describe('the site of a compound', () => {
  it('lies along its walls with the gate before it, whichever way it is turned', () => {
    for (const degrees of [0, 12, 100, -170]) {
      const site = siteOf(compoundTurned(degrees), boundaryTurned(degrees))
      expect([degrees, Math.round(site.rotationDeg)]).toEqual([degrees, degrees])
      expect(Math.min(...site.boundary.map(([, y]) => y))).toBeCloseTo(-45, 1)
    }
  })

  it('is looked at from 206° or as near to it as shows the gate’s side', () => {
    const from = (degrees: number) =>
      Math.round((siteOf(compoundTurned(degrees), boundaryTurned(degrees)).bearingDeg + 540) % 360)
    expect([from(0), from(-20), from(90), from(180)]).toEqual([206, 206, 120, 330])
  })
})

describe('the compound on the stage', () => {
  it('has the legend’s colours, names and figures', () => {
    const spec = drawn()!
    const { compound } = state.input
    expect(spec.buildings.map(({ id, heightM }) => [id, heightM])).toEqual([
      ['B1', 16.2],
      ['B2', 16.2],
    ])
    expect([...spec.fill.values]).toEqual(
      compound!.children.flatMap((child) => [...rowColor(child, state.input)]),
    )
    expect(spec.parked).toBeNull()
    state.input = { ...state.input, hovered: { layer: 'buildings', id: 'B2' }, light: 'dusk' }
    expect(drawn()).toMatchObject({ hovered: 'B2', light: 'dusk', geometryVersion: spec.geometryVersion })
  })

  it('stays until the building that was opened is read, and is no layer of the map', () => {
    state.input = { ...state.input, view: viewOf('building') }
    expect(drawn()).toBeDefined()
    state.input = { ...state.input, interior: INTERIOR }
    expect(drawn()).toBeUndefined()
    state.input = { ...state.input, view: state.input.compound, engine: 'map' }
    expect(drawn()).toBeUndefined()
    expect(project(state.input, LAYERS).some(({ kind }) => kind === 'extrusions')).toBe(
      state.input.layers.includes('buildings'),
    )
  })
})
