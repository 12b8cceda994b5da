import { describe, expect, it } from 'vitest'
import { admitPositions, isPlainPosition } from '../../server/sources/door.ts'
import { positionSchema } from '../../src/shared/protocol/platform.ts'

const sound = { vehicle: 'V-1', at: 1_780_000_000_000, lon: 108.3, lat: 22.8, speedKmh: 40.5, headingDeg: 90, acc: true, alarm: 0, crs: 'WGS84' }
const ODD = [undefined, null, '', 'x', 'x'.repeat(64), 'x'.repeat(65), 0, -0, -1, 1.5, 90, 90.1, 180, 180.1, -180.1, 300, 301, 360, 361, 2 ** 53, Infinity, NaN, true, false, [], {}, 'GCJ02', 'BD09', 'WGS84', 'wgs84']

describe('the door’s quick look at a position', () => {
  it('takes nothing that the schema would refuse or change, and all plain ones that it takes', () => {
    for (const field of Object.keys(sound)) {
      for (const value of ODD) {
        const item = { ...sound, [field]: value }
        const parsed = positionSchema.safeParse(item)
        if (isPlainPosition(item)) expect(parsed.data, `${field} ${String(value)}`).toEqual(item)
        if (parsed.success && item.crs === 'WGS84') expect(isPlainPosition(item), `${field} ${String(value)}`).toBe(true)
      }
      const { [field as keyof typeof sound]: _, ...without } = sound
      expect(isPlainPosition(without)).toBe(false)
    }
    for (const odd of [...ODD, { ...sound, more: 1 }]) expect(isPlainPosition(odd)).toBe(false)
  })

  it('leaves the rest to the schema: names the field, drops what is not known, converts, turns 0/0 away', () => {
    const { good, rejected } = admitPositions('s', [sound, { ...sound, lat: 'north' }, { ...sound, more: 1 }, { ...sound, lon: 0, lat: 0 }, { ...sound, crs: 'GCJ02' }, null])
    expect(good.slice(0, 2)).toEqual([sound, sound])
    expect(good[2]).toMatchObject({ crs: 'WGS84' })
    expect(Math.abs((good[2]?.lon ?? 0) - sound.lon)).toBeGreaterThan(0.001)
    expect(rejected.map(({ field }) => field)).toEqual(['lat', 'lon', null])
  })
})
