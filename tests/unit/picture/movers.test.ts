import { describe, expect, it } from 'vitest'
import { MoverStaging, WORDS } from '../../../src/engines/movers/packing.ts'
import { WrittenReader } from '../../../src/engines/movers/WrittenReader.ts'
import { localFrame, placeFrom } from '../../../src/engines/globe/camera/localFrame.ts'
import { WrittenRows } from '../../../src/state/live/writtenRows.ts'
import { CASES } from '../../builders/screen/engine/cases.ts'
import type { MoverLayer } from '../../../src/shared/scene/layers.ts'

const layerOf = (over: object = {}): MoverLayer => ({
  ...(CASES['movers']?.().layers[0] as MoverLayer),
  ...over,
})

describe('rows that were written', () => {
  it('are told once each, from the reader’s own mark, and all of them to who was away too long', () => {
    const written = new WrittenRows(4)
    for (const row of [0, 1, 1, 2]) written.note(row)
    expect(written.since(0)).toEqual(Uint32Array.of(0, 1, 2))
    const mark = written.head
    for (const row of [3, 1, 3]) written.note(row)
    expect(written.since(mark)).toEqual(Uint32Array.of(1, 3))
    expect(written.since(mark)).toEqual(Uint32Array.of(1, 3))
    expect(written.since(written.head)).toEqual(new Uint32Array(0))
    expect(written.since(0)).toBeNull()
    written.noteAll()
    expect(written.since(mark + 3)).toBeNull()
    expect(written.since(written.head)).toEqual(new Uint32Array(0))
  })

  it('are followed layer by layer: another table is read whole, one without a journal when its versions move', () => {
    const [one, other] = [new WrittenRows(8), new WrittenRows(8)]
    const reader = new WrittenReader()
    one.note(3)
    expect(reader.read(layerOf({ journal: one }))).toBeNull()
    expect(reader.read(layerOf({ journal: one }))).toBeUndefined()
    one.note(5)
    expect(reader.read(layerOf({ journal: one }))).toEqual(Uint32Array.of(5))
    expect(reader.read(layerOf({ journal: other }))).toBeNull()
    expect(reader.read(layerOf({ journal: one }))).toBeNull()
    expect(reader.read(layerOf())).toBeNull()
    expect(reader.read(layerOf())).toBeUndefined()
  })

  it('travel in 32 bytes each, and those that are gone stay behind', () => {
    const layer = layerOf({ speeds: { values: new Uint8Array(24).fill(80), version: 1 } })
    const words = new MoverStaging().pack(layer, Uint32Array.of(3, 99, 2))
    expect(words.length).toBe(2 * WORDS)
    const floats = new Float32Array(words.buffer)
    expect([...floats.subarray(0, 6)]).toEqual([
      layer.from.values[6],
      layer.from.values[7],
      layer.to.values[6],
      layer.to.values[7],
      0,
      10,
    ])
    const look = words[6] as number
    expect([
      Math.round(((look & 0xffff) * 360) / 65_536),
      (look >>> 16) & 0xff,
      look >>> 24,
      words[7],
      words[15],
    ]).toEqual([90, 80, 3, 3, 2])
  })
})

describe('the globe’s frame around an origin', () => {
  it('has metres to the millimetre over a large province', () => {
    const [lon, lat] = [108.5, 24]
    const frame = localFrame([lon, lat])
    const rad = Math.PI / 180
    const fixed = (lonDeg: number, latDeg: number): [number, number, number] => {
      const [a, e2] = [6_378_137, 6.694_379_990_141_316e-3]
      const n = a / Math.sqrt(1 - e2 * Math.sin(latDeg * rad) ** 2)
      return [
        n * Math.cos(latDeg * rad) * Math.cos(lonDeg * rad),
        n * Math.cos(latDeg * rad) * Math.sin(lonDeg * rad),
        n * (1 - e2) * Math.sin(latDeg * rad),
      ]
    }
    const start = fixed(lon, lat)
    for (const [x, y] of [
      [0, 0],
      [1, -1],
      [-4, 3],
      [5, 5],
    ] as const) {
      const [dx, dy, dz] = fixed(lon + x, lat + y).map((value, i) => value - (start[i] as number)) as [
        number,
        number,
        number,
      ]
      const [sl, cl, sp, cp] = [
        Math.sin(lon * rad),
        Math.cos(lon * rad),
        Math.sin(lat * rad),
        Math.cos(lat * rad),
      ]
      const out = { x: 0, y: 0, z: 0 }
      placeFrom(frame, x, y, out)
      expect(out.x).toBeCloseTo(-sl * dx + cl * dy, 3)
      expect(out.y).toBeCloseTo(-sp * cl * dx - sp * sl * dy + cp * dz, 3)
      expect(out.z).toBeCloseTo(cp * cl * dx + cp * sl * dy + sp * dz, 3)
    }
  })
})
