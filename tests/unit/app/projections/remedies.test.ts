/** The arrows of a chosen room: what the card's remedies name, in the words that stand at their ends, and where a click on them leads. */
import { beforeEach, describe, expect, it } from 'vitest'
import { remediesFor, type RemedyRoom } from '#shared/housing/remedies.ts'
import { aimsOf, arcOf } from '../../../../src/engines/interior/remedy/arcs.ts'
import { buildModel } from '../../../../src/engines/interior/shapes/model.ts'
import { remediesOf, remediesTold, type ToldRemedy } from '../../../../src/layers/interior/remedies.ts'
import { LAYERS } from '../../../../src/layers/registry.ts'
import { pickIntent } from '../../../../src/projections/drill.ts'
import type { Interior, RoomCard } from '../../../../src/shared/protocol/http.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import { INTERIOR, renew, state, viewOf } from './sceneInput.ts'

beforeEach(renew)

const seat = { grade: 'staff', level: 'county', share: 1, status: 'serving' }
const office = (number: string, floor: string, usableDm2: number, idle = false): RemedyRoom =>
  ({
    id: `r${number}`,
    number,
    floor,
    unit: 'u',
    state: idle ? 'idle' : 'in-use',
    usableDm2,
    seats: idle ? [] : [seat],
  }) as unknown as RemedyRoom

/** Three rooms of two floors; the first is over its limit and would fit into the second. */
const building = {
  floors: [
    { id: 'f6', label: '6F', rooms: [{ id: 'r614', number: '614', usableArea: 40 }] },
    {
      id: 'f5',
      label: '5F',
      rooms: [
        { id: 'r503', number: '503', usableArea: 8.5 },
        { id: 'r504', number: '504', usableArea: 8 },
      ],
    },
  ],
} as unknown as Interior

const remedies = (): readonly ToldRemedy[] =>
  remediesFor(office('614', 'f6', 4000), [office('503', 'f5', 850, true), office('504', 'f5', 800)])

describe('remedies in the picture', () => {
  it('are the rooms that the card names, in its order, with floor, number, kind and area', () => {
    const told = remediesTold(remedies(), building, 'zh', 'f6')
    expect(told).toContainEqual({ room: 'r503', text: '→ 5F 503 闲置 8.5 m²' })
    expect(told.map(({ room }) => room)).toEqual([
      ...new Set(remedies().flatMap(({ room }) => (room === null ? [] : [room]))),
    ])
    expect(remediesTold(remedies(), building, 'en', 'f5')).toContainEqual({
      room: 'r503',
      text: '→ 503 idle 8.5 m²',
    })
  })

  it('lead out of a room that is over its limit alone', () => {
    const card = (over: number): RoomCard =>
      ({ verdict: { over }, remedies: remedies() }) as unknown as RoomCard
    expect(remediesOf(card(3)).length).toBeGreaterThan(0)
    expect([remediesOf(card(-3)), remediesOf(null)]).toEqual([[], []])
  })

  it('choose the room on its own floor where its name is clicked', () => {
    const other = {
      ...INTERIOR.floors[0]!,
      id: 'F9',
      rooms: [{ ...INTERIOR.floors[0]!.rooms[0]!, id: 'R9' }],
    }
    const drill = {
      ...state.input,
      view: viewOf('floor'),
      interior: { ...INTERIOR, floors: [...INTERIOR.floors, other] },
      selection: null,
    }
    expect(pickIntent({ layer: 'interior', id: 'R9' }, drill, LAYERS)).toEqual({
      kind: 'open',
      place: 'F9',
      selection: { kind: 'room', id: 'R9' },
    })
  })
})

describe('an arrow', () => {
  const model = buildModel(officeBuilding({ above: 3, below: 0, bays: 3 }))
  const aims = aimsOf(
    model,
    model.roomOf.get('r201')!,
    ['r202', 'r303', 'r201', 'none'].map((room) => ({ room, text: room })),
  )

  it('runs to each named room that the building has, never to itself', () => {
    expect(aims.map(({ room }) => room)).toEqual(['r202', 'r303'])
    const [same, above] = aims
    expect(same!.to[1]).toBeCloseTo(3.6 + 0.12, 9)
    expect(above!.to[1]).toBeCloseTo(7.2 + 0.12, 9)
  })

  it('rises over the walls between its ends', () => {
    const points = arcOf(aims[0]!.from, aims[0]!.to)
    expect([points[0], points.at(-1)]).toEqual([aims[0]!.from, aims[0]!.to])
    expect(Math.max(...points.map(([, up]) => up))).toBeGreaterThan(aims[0]!.from[1])
  })
})
