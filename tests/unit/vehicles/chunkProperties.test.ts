import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  pointAt,
  SLAB_MS,
  TIME_UNITS,
  timeWidth,
  type ChunkVehicle,
  type TrackPoint,
} from '../../../src/shared/vehicles/track/chunk/format.ts'
import {
  getRice,
  makeBitWriter,
  putBits,
  putGamma,
  resetRice,
} from '../../../src/shared/vehicles/track/chunk/bits.ts'
import {
  decodeChunk,
  makePointList,
  openChunk,
  type Chunk,
} from '../../../src/shared/vehicles/track/chunk/read.ts'
import { encodeChunk } from '../../../src/shared/vehicles/track/chunk/write.ts'
import { isAppError } from '../../../src/shared/kernel/errors.ts'
import { anyBytes, holds } from '../../builders/plain/property.ts'

const SLAB = Math.floor(Date.parse('2026-11-23T10:00:00+08:00') / SLAB_MS) * SLAB_MS
const point = (at: fc.Arbitrary<number>): fc.Arbitrary<TrackPoint> =>
  fc.record({
    at,
    lonE7: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
    latE7: fc.integer({ min: -900_000_000, max: 900_000_000 }),
    speed: fc.nat({ max: 65_535 }),
    heading: fc.nat({ max: 359 }),
    alarm: fc.integer({ min: 0, max: 0xffff_ffff }),
    acc: fc.nat({ max: 1 }),
  })
const within = fc.nat({ max: SLAB_MS - 1 }).map((ms) => SLAB + ms)
const before = fc.integer({ min: 1, max: 700_000_000 }).map((ms) => SLAB - ms)
/** Vehicles of one chunk by their place in it: what was known before the slab, and the slab's points in order of time. */
const vehicles = fc.uniqueArray(
  fc.record({
    local: fc.nat({ max: 63 }),
    carry: fc.option(point(before)),
    points: fc
      .uniqueArray(point(within), { minLength: 1, maxLength: 8, selector: ({ at }) => at })
      .map((points) => points.toSorted((a, b) => a.at - b.at)),
  }),
  { selector: ({ local }) => local, maxLength: 6 },
)

/** A vehicle that stands still at the beginning of the slab. */
const START: TrackPoint = { at: SLAB, lonE7: 0, latE7: 0, speed: 0, heading: 0, alarm: 0, acc: 0 }

const chunkOf = (given: typeof vehicles extends fc.Arbitrary<infer T> ? T : never) => {
  const list = makePointList()
  const held = given
    .toSorted((a, b) => a.local - b.local)
    .map(({ local, carry, points }): ChunkVehicle => {
      const from = list.count()
      for (const one of points) list.add(local, one)
      return { local, carry, from, to: list.count() }
    })
  return { held, points: list.take() }
}

/** A chunk of one vehicle whose count says that it has more points than any slab. */
const endless = (): Chunk => {
  const { held, points } = chunkOf([{ local: 0, carry: null, points: [START] }])
  const chunk = openChunk(encodeChunk(SLAB, points, held), SLAB)
  const w = makeBitWriter()
  for (const [value, bits] of [
    [0, 1],
    [0, 3],
    [0, timeWidth(TIME_UNITS[0])],
  ] as const)
    putBits(w, value, bits)
  for (const width of [chunk.lonWidth, chunk.latWidth]) if (width > 0) putBits(w, 0, width)
  putGamma(w, 0)
  putBits(w, 0, 11)
  putGamma(w, 2 ** 32 - 2)
  const bytes = w.bytes.slice(0, (w.at + 7) >>> 3)
  return { ...chunk, bytes, offsets: chunk.offsets.map((offset) => Math.min(offset, 0)) }
}

describe('a chunk of tracks', () => {
  it('gives back exactly what went in', () => {
    holds(vehicles, (given) => {
      const { held, points } = chunkOf(given)
      const back = decodeChunk(openChunk(encodeChunk(SLAB, points, held), SLAB))
      expect(back.vehicles).toEqual(held)
      const rows = (of: typeof points) => Array.from({ length: of.count }, (_, i) => pointAt(of, i))
      expect(rows(back.points)).toEqual(rows(points))
    })
  })

  /** Reads all of it, or throws an error that says what is wrong with it. */
  const readsOrRefuses = (bytes: Uint8Array): void => {
    try {
      decodeChunk(openChunk(bytes, SLAB))
    } catch (error) {
      if (!isAppError(error)) expect((error as Error).message).toMatch(/chunk|track/i)
    }
  }

  it('whose head begins with any mean is read or refused', () => {
    const state = new Int32Array(2)
    for (const first of [0, 1, 2 ** 22, 2 ** 29 - 1, 541_065_216, 2 ** 30 - 1, 2 ** 31, 2 ** 32 - 1])
      for (const byte of [0, 0x55, 0xff]) {
        resetRice(state, [first])
        const r = { bytes: new Uint8Array(64).fill(byte), at: 0 }
        for (let i = 0; i < 8; i++) expect(getRice(r, state, 0)).toBeGreaterThanOrEqual(0)
      }
  })

  it('that counts more points than its slab has room for is refused before they are read', () => {
    expect(() => decodeChunk(endless())).toThrow(/vehicle 0: expected at most 300 points/)
  })

  it('that was cut, flipped or made up is read or refused, and never goes on for ever', () => {
    holds(anyBytes(), readsOrRefuses)
    holds(fc.tuple(vehicles, fc.nat(), fc.nat({ max: 255 }), fc.boolean()), ([given, at, byte, cut]) => {
      const { held, points } = chunkOf(given)
      const bytes = encodeChunk(SLAB, points, held).slice()
      if (bytes.length === 0) return
      bytes[at % bytes.length] = byte
      readsOrRefuses(cut ? bytes.subarray(0, at % bytes.length) : bytes)
    })
  })
})
