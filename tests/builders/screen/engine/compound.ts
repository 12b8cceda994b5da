import type { CompoundLayer } from '../../../../src/shared/scene/compoundLayer.ts'
import type { LocalXY } from '../../../../src/shared/kernel/units.ts'
import { fillOf, flat, NANNING } from './ground.ts'

const rect = (x: number, y: number, wide: number, deep: number): LocalXY[] => [
  [x, y],
  [x + wide, y],
  [x + wide, y + deep],
  [x, y + deep],
]
/** Open to the gate. */
const horseshoe: LocalXY[] = [
  [-40, 58],
  [-40, 10],
  [-26.6, 10],
  [-26.6, 44],
  [26.6, 44],
  [26.6, 10],
  [40, 10],
  [40, 58],
]
const BUILDINGS: CompoundLayer['buildings'] = [
  { id: 'main', name: '1号楼', detail: '1.1%', ring: horseshoe, heightM: 30.6, occupancy: 0.9 },
  { id: 'tower', name: '2号楼', detail: '5.9%', ring: rect(58, 36, 34, 26), heightM: 41.4, occupancy: 1 },
  { id: 'high', name: '3号楼', detail: '0.6%', ring: rect(-98, 53, 42, 15), heightM: 52.2, occupancy: 0.85 },
  { id: 'east', name: '4号楼', detail: '9.7%', ring: rect(62, -36, 14, 54), heightM: 23.4, occupancy: 1 },
  { id: 'west', name: '5号楼', detail: '2.3%', ring: rect(-94, -44, 42, 14), heightM: 16.2, occupancy: 1 },
  { id: 'court', name: '6号楼', detail: '3.4%', ring: rect(-94, 20, 36, 14), heightM: 16.2, occupancy: 0.7 },
]
const street = (widthM: number, ...points: LocalXY[]): CompoundLayer['streets'][number] => ({
  widthM,
  points,
})
const STREETS = [
  street(20, [-520, -102], [520, -102]),
  street(16, [-130, -500], [-130, 500]),
  street(16, [130, -500], [130, 500]),
  street(12, [-500, 112], [500, 112]),
  street(12, [-500, 260], [500, 260]),
  street(12, [-290, -400], [-290, 420]),
  street(12, [290, -400], [290, 420]),
]

export interface CompoundKnobs {
  readonly fillVersion?: number
  readonly shift?: number
  readonly selected?: string | null
  readonly hovered?: string | null
  readonly light?: CompoundLayer['light']
  readonly parked?: number
  readonly labelPx?: number
}

/** A compound of six buildings with its streets, seen from the gate. */
export const compoundCase = (knobs: CompoundKnobs = {}) => {
  const layer: CompoundLayer = {
    kind: 'compound',
    id: 'compound',
    visible: true,
    pickable: true,
    compound: 'c1',
    origin: NANNING,
    rotationDeg: 0,
    bearingDeg: 26,
    geometryVersion: 1,
    textVersion: 1,
    boundary: rect(-108, -83, 216, 164),
    buildings: BUILDINGS,
    fill: { values: fillOf(BUILDINGS.length, knobs.shift ?? 0), version: knobs.fillVersion ?? 1 },
    parked: {
      count: knobs.parked ?? 60,
      name: '停车',
      detail: `${knobs.parked ?? 60}`,
      version: knobs.parked ?? 60,
    },
    streets: STREETS,
    light: knobs.light === undefined ? 'day' : knobs.light,
    selected: knobs.selected ?? null,
    hovered: knobs.hovered ?? null,
    labelPx: knobs.labelPx ?? 16,
  }
  return { camera: { ...flat(17.2), pitchDeg: 61, bearingDeg: 26 }, layers: [layer] }
}
