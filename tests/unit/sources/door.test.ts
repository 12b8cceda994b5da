import { describe, expect, it } from 'vitest'
import { admitPositions, isPlainPosition } from '../../../server/sources/door.ts'
import { regionOfRejected } from '../../../server/intake/quarantine/region.ts'
import { positionSchema } from '../../../src/shared/protocol/platform.ts'

const sound = {
  vehicle: 'V-1',
  at: 1_780_000_000_000,
  lon: 108.3,
  lat: 22.8,
  speedKmh: 40.5,
  headingDeg: 90,
  acc: true,
  alarm: 0,
  crs: 'WGS84',
}
const ODD = [
  undefined,
  null,
  '',
  'x',
  'x'.repeat(64),
  'x'.repeat(65),
  0,
  -0,
  -1,
  1.5,
  90,
  90.1,
  180,
  180.1,
  -180.1,
  300,
  301,
  360,
  361,
  2 ** 53,
  Infinity,
  NaN,
  true,
  false,
  [],
  {},
  'GCJ02',
  'BD09',
  'WGS84',
  'wgs84',
]

describe('the door’s quick look at a position', () => {
  it('takes nothing that the schema would refuse or change, and all plain ones that it takes', () => {
    for (const field of Object.keys(sound)) {
      for (const value of ODD) {
        const item = { ...sound, [field]: value }
        const parsed = positionSchema.safeParse(item)
        if (isPlainPosition(item)) expect(parsed.data, `${field} ${String(value)}`).toEqual(item)
        if (parsed.success && item.crs === 'WGS84')
          expect(isPlainPosition(item), `${field} ${String(value)}`).toBe(true)
      }
      const { [field as keyof typeof sound]: _, ...without } = sound
      expect(isPlainPosition(without)).toBe(false)
    }
    for (const odd of [...ODD, { ...sound, more: 1 }]) expect(isPlainPosition(odd)).toBe(false)
  })

  it('leaves the rest to the schema: names the field, drops what is not known, converts, turns 0/0 away', () => {
    const { good, rejected } = admitPositions('s', [
      sound,
      { ...sound, lat: 'north' },
      { ...sound, more: 1 },
      { ...sound, lon: 0, lat: 0 },
      { ...sound, crs: 'GCJ02' },
      null,
    ])
    expect(good.slice(0, 2)).toEqual([sound, sound])
    expect(good[2]).toMatchObject({ crs: 'WGS84' })
    expect(Math.abs((good[2]?.lon ?? 0) - sound.lon)).toBeGreaterThan(0.001)
    expect(rejected.map(({ field }) => field)).toEqual(['lat', 'lon', null])
  })
})

describe('the region of a refused record', () => {
  const now = {
    vehicles: [undefined, { ordinal: 1, region: '450102' }] as never,
    vehicleOrdinals: new Map([['V1', 1]]),
    terminals: new Map([['plate:桂A00001', 'V1']]),
    buildings: [undefined, { ordinal: 1, county: '450103' }] as never,
    buildingOrdinals: new Map([['B1', 1]]),
    meters: new Map([['M1', { building: 'B1' }]]) as never,
    units: new Map([['U1', { id: 'U1', name: 'U', region: '450105' }]]),
  }
  const regions = { path: (code: string) => (code === '450107' ? [{ code }] : []) }
  const told = (body: unknown, collection = 'orders', recordId: string | null = null) =>
    regionOfRejected({ source: 's', collection, recordId, field: null, reason: '', body }, now, regions)

  it('is that of what it names in the registers, else a known one that it claims, else not told', () => {
    expect(told({ vehicle: 'V1', region: '450107' })).toBe('450102')
    expect(told({ meter: 'M1' })).toBe('450103')
    expect(told({ building: 'B1' })).toBe('450103')
    expect(told({ unit: 'U1' })).toBe('450105')
    expect(told({ example: 1 }, 'positions', '桂A00001')).toBe('450102')
    expect(told({}, 'collector', 'B1/01/7')).toBe('450103')
    expect(told({ region: '450107' })).toBe('450107')
    expect(told({ code: '450107' }, 'regions')).toBe('450107')
    for (const body of [null, 'text', 5, {}, { region: '999999' }, { region: 5 }, { vehicle: ['V1'] }])
      expect(told(body)).toBeNull()
  })
})
