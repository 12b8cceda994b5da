import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '../../../src/shared/kernel/errors.ts'
import {
  CELL_ZOOMS,
  cellName,
  cellsOver,
  cellX,
  cellY,
  parseCell,
} from '../../../src/shared/protocol/cells.ts'
import { pack, packedBytes, packingOf, unpack, type IntArray } from '../../../src/shared/protocol/columns.ts'
import {
  makeFrame,
  packFrame,
  readFrame,
  readFrames,
  type FrameTopic,
} from '../../../src/shared/protocol/frame.ts'
import { FRAME_TOPICS } from '../../../src/shared/protocol/allTopics.ts'
import { anyBytes, holds } from '../../builders/plain/property.ts'

const lon = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -85, max: 85, noNaN: true })
const zoom = fc.constantFrom(...CELL_ZOOMS)

describe('a cell', () => {
  it('is named and read back, and any other text is none', () => {
    holds(fc.tuple(zoom, lon, lat), ([z, east, north]) => {
      const cell = { zoom: z, x: cellX(east, z), y: cellY(north, z) }
      expect(parseCell(cellName(cell))).toEqual(cell)
    })
    holds(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      const cell = parseCell(text)
      if (cell) expect(cellName(cell).split('/').map(Number)).toEqual(text.split('/').map(Number))
    })
  })

  it('of a place is among those over any bounds around it', () => {
    holds(fc.tuple(zoom, lon, lat, fc.double({ min: 0, max: 1, noNaN: true })), ([z, east, north, by]) => {
      const cells = cellsOver([east - by, north - by, east + by, north + by], z, 10_000)
      if (cells === null) return
      const own = cellName({ zoom: z, x: cellX(east, z), y: cellY(north, z) })
      expect(cells.map(cellName)).toContain(own)
    })
  })
})

describe('a column', () => {
  const columns: fc.Arbitrary<IntArray> = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.uint16Array({ maxLength: 60 }),
    fc.uint32Array({ maxLength: 60 }),
    fc.int32Array({ maxLength: 60 }),
    fc.uint32Array({ maxLength: 60 }).map((values) => values.toSorted()),
    fc.int32Array({ maxLength: 60, min: -50, max: 50 }).map((values) => values.toSorted()),
  ) as fc.Arbitrary<IntArray>

  it('packs into the room that it says and is unpacked the same', () => {
    holds(columns, (values) => {
      const packing = packingOf(values)
      const words = new Uint32Array(packedBytes(values.length, packing.bits) / 4)
      pack(values, packing, words)
      const back = values.slice().fill(0)
      unpack(words, packing, back)
      expect(back).toEqual(values)
    })
  })
})

describe('a frame', () => {
  const topics = Object.keys(FRAME_TOPICS) as FrameTopic[]
  const anyFrame = fc
    .record({
      topic: fc.constantFrom(...topics),
      snapshot: fc.boolean(),
      sequence: fc.nat(),
      follows: fc.nat(),
      rows: fc.nat({ max: 40 }),
      serverTime: fc.nat(),
      fill: fc.uint8Array({ minLength: 64, maxLength: 64 }),
    })
    .map(({ fill, ...head }) => {
      const { buffer, columns } = makeFrame(head)
      for (const column of Object.values(columns) as IntArray[])
        for (let i = 0; i < column.length; i++) column[i] = (fill[i % 64] as number) * (i + 1)
      return { head, buffer }
    })

  it('is read back, wide and packed, alone and in a row', () => {
    holds(anyFrame, ({ head, buffer }) => {
      const wide = readFrame(buffer)
      const packed = packFrame(buffer)
      expect(wide).toMatchObject(head)
      expect(readFrame(packed).columns).toEqual(wide.columns)
      const two = new Uint8Array(packed.byteLength + buffer.byteLength)
      two.set(new Uint8Array(packed))
      two.set(new Uint8Array(buffer), packed.byteLength)
      expect(readFrames(two.buffer).map(({ columns }) => columns)).toEqual([wide.columns, wide.columns])
    })
  })

  /** Reads all of it, or throws the protocol's own error. */
  const readsOrRefuses = (octets: ArrayBuffer): void => {
    try {
      for (const frame of readFrames(octets)) void frame.columns
    } catch (error) {
      if (!isAppError(error)) throw error
      expect(error.code).toBe('bad-request')
    }
  }

  it('that was cut, flipped or made up is refused by name', () => {
    holds(anyBytes(), (bytes) => readsOrRefuses(bytes.slice().buffer))
    holds(fc.tuple(anyFrame, fc.nat(), fc.nat({ max: 255 }), fc.boolean()), ([{ buffer }, at, byte, cut]) => {
      const bytes = new Uint8Array(packFrame(buffer))
      bytes[at % bytes.length] = byte
      readsOrRefuses(bytes.slice(0, cut ? at % bytes.length : undefined).buffer)
    })
  })
})
