import { describe, expect, it } from 'vitest'
import { readMosaic, writeMosaic } from '../../../src/shared/housing/mosaic/format.ts'
import { INDICES } from '../../../src/shared/indices/indices.ts'
import { measuresToArray, type Measures } from '../../../src/shared/indices/measures.ts'
import { ROOM_STATES } from '../../../src/shared/housing/rooms.ts'
import { CODES, roomCodeOf } from '../../../src/layers/interior/roomClasses.ts'
import { paint } from '../../../src/projections/mosaic/paint.ts'
import {
  findIn,
  namedIn,
  placeIn,
  roomAt,
  roomsOf,
  measuresOf,
  type MosaicRooms,
} from '../../../src/projections/mosaic/rooms.ts'
import { syntheticParts } from '../../builders/mosaic/synthetic.ts'

const NOW = Date.parse('2026-11-19T02:00:00Z')
const OCTETS = syntheticParts({ cities: 3, rooms: 4000, buildings: 60, floors: 240, units: 90 })
const PARTS = OCTETS.map(roomsOf)
const input = (index: (typeof INDICES)[number]) => ({ index, basis: 'equivalent-heat' as const })

const summed = (measures: Measures) => ({ measures: measuresToArray(measures) })
/** In the order of the server. */
const inOrder = (parts: readonly MosaicRooms[]) => {
  let from = 0
  return parts.map((part) => ({ part, order: { starts: null, from: (from += part.rooms) - part.rooms } }))
}

describe('the classes of the mosaic', () => {
  it.each(INDICES.map((index) => [index.id, index] as const))(
    'are those that the rule says of each room: %s',
    (_, index) => {
      const codes = new Uint8Array(4000)
      const counts = paint(inOrder(PARTS), input(index), NOW, codes)
      let at = 0
      const expected = new Uint32Array(CODES)
      for (const part of PARTS)
        for (let i = 0; i < part.rooms; i++) {
          const floor = summed(measuresOf(part, 'floor', placeIn(part.floorEnds, i)))
          const building = summed(measuresOf(part, 'building', placeIn(part.buildingEnds, i)))
          const code = roomCodeOf(roomAt(part, i, NOW), floor, input(index), building)
          expect(codes[at++]).toBe(code)
          expected[code]!++
        }
      expect(counts).toEqual(expected)
    },
  )

  it('go with their rooms when these are grouped by unit', () => {
    const part = PARTS[0]!
    const index = INDICES[0]!
    const plain = new Uint8Array(part.rooms)
    paint(inOrder([part]), input(index), NOW, plain)
    const groups = new Uint32Array(part.units + 1)
    for (let i = 0; i < part.rooms; i++) groups[part.unit[i]!]!++
    let at = 0
    const starts = groups.map((n) => (at += n) - n)
    const grouped = new Uint8Array(part.rooms)
    paint([{ part, order: { starts, from: 0 } }], input(index), NOW, grouped)
    const next = starts.slice()
    for (let i = 0; i < part.rooms; i++) expect(grouped[next[part.unit[i]!]!++]).toBe(plain[i])
  })

  it('hold a room to a line exactly where its share does', () => {
    const { head, columns } = readMosaic(OCTETS[0]!)
    const office = head.kinds.findIndex(
      ({ category, state }) => category === 'office' && state === ROOM_STATES[0],
    )
    const told = [10_000, 10_001, 10_500, 10_501].map((figure) => {
      const one = {
        head: { ...head, rooms: 1, large: [] as [number, number][] },
        columns: new Map(columns)
          .set('kind', Uint8Array.of(office))
          .set('figure', Uint16Array.of(figure))
          .set('limit', Uint8Array.of(1))
          .set('area', Uint16Array.of(900))
          .set('unit', Uint8Array.of(0)),
      }
      const part = roomsOf(writeMosaic(one).buffer as ArrayBuffer)
      return roomCodeOf(roomAt(part, 0, NOW), null, input(INDICES.find(({ id }) => id === 'over')!))
    })
    expect(told[1]).toBe(told[2])
    expect(new Set(told).size).toBe(3)
  })
})

describe('a part of the mosaic on the line', () => {
  it('comes back as it was written, names read where they are asked for', () => {
    const { head, columns } = readMosaic(OCTETS[1]!)
    const again = readMosaic(writeMosaic({ head, columns }).buffer as ArrayBuffer)
    expect(again.head).toEqual(head)
    for (const [name, column] of columns) expect([name, again.columns.get(name)]).toEqual([name, column])
    const part = roomsOf(OCTETS[1]!)
    expect(namedIn(part, 'building', 5)).toEqual({ id: 'B1-5', name: 'B1- 机关事务管理中心5号' })
    expect([findIn(part, 'unit', 'U1-7'), findIn(part, 'unit', 'nobody')]).toEqual([7, -1])
  })

  it('is refused where it is cut short, lacks a column or is something else', () => {
    const whole = OCTETS[0]!
    for (const octets of [new ArrayBuffer(3), new ArrayBuffer(64), whole.slice(0, whole.byteLength - 64)])
      expect(() => roomsOf(octets)).toThrow(/not a part of the mosaic/)
    const { head, columns } = readMosaic(whole)
    const without = new Map(columns)
    without.delete('figure')
    expect(() => roomsOf(writeMosaic({ head, columns: without }).buffer as ArrayBuffer)).toThrow(
      /without figure/,
    )
  })
})
