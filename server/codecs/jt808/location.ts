import type { EpochMs } from '#shared/kernel/units.ts'
import { toHex, type Reader } from '../bytes.ts'
import { bcdTime } from '../time.ts'
import { alarmNames, statusOf, type StatusBits } from './bits.ts'

/** Body of 0x0200. Degrees, metres, km/h, degrees from north. */
export interface Jt808Location {
  readonly alarm: number
  readonly alarms: readonly string[]
  readonly status: number
  readonly state: StatusBits
  /** Signed by the south and west bits; meaningless while `state.encrypted`. */
  readonly lat: number
  readonly lon: number
  readonly altitudeM: number
  readonly speedKmh: number
  readonly directionDeg: number
  /** null when the six bytes are no time. */
  readonly at: EpochMs | null
  readonly time: string
  readonly extras: Jt808Extras
}

/** 附加信息 by name; ids of vendors by their hex. */
interface Jt808Extras {
  mileageKm?: number
  fuelL?: number
  recorderSpeedKmh?: number
  confirmedAlarm?: number
  overspeed?: { readonly area: (typeof AREAS)[number] | number; readonly id: number | null }
  area?: { readonly area: (typeof AREAS)[number] | number; readonly id: number; readonly way: 'in' | 'out' }
  roadTime?: { readonly id: number; readonly seconds: number; readonly result: 'short' | 'long' }
  signals?: number
  io?: number
  analog?: number
  rssi?: number
  satellites?: number
  vendor?: { readonly id: string; readonly hex: string }[]
  /** What follows an item that says it is longer than what is left. */
  rest?: { readonly reason: string; readonly hex: string }
}

const AREAS = ['none', 'circle', 'rectangle', 'polygon', 'road'] as const
const areaOf = (type: number): (typeof AREAS)[number] | number => AREAS[type] ?? type

/** Known items: allowed lengths and what they say. A known id with another length is a vendor's own. */
const ITEMS: Readonly<
  Record<number, { readonly lengths: readonly number[]; read(r: Reader, into: Jt808Extras): void }>
> = {
  0x01: { lengths: [4], read: (r, into) => void (into.mileageKm = r.u32('mileage') / 10) },
  0x02: { lengths: [2], read: (r, into) => void (into.fuelL = r.u16('fuel') / 10) },
  0x03: { lengths: [2], read: (r, into) => void (into.recorderSpeedKmh = r.u16('recorder speed') / 10) },
  0x04: { lengths: [2], read: (r, into) => void (into.confirmedAlarm = r.u16('confirmed alarm')) },
  0x11: {
    lengths: [1, 5],
    read: (r, into) =>
      void (into.overspeed = { area: areaOf(r.u8('area type')), id: r.left() > 0 ? r.u32('area id') : null }),
  },
  0x12: {
    lengths: [6],
    read: (r, into) =>
      void (into.area = {
        area: areaOf(r.u8('area type')),
        id: r.u32('area id'),
        way: r.u8('way') === 0 ? 'in' : 'out',
      }),
  },
  0x13: {
    lengths: [7],
    read: (r, into) =>
      void (into.roadTime = {
        id: r.u32('road id'),
        seconds: r.u16('seconds'),
        result: r.u8('result') === 0 ? 'short' : 'long',
      }),
  },
  0x25: { lengths: [4], read: (r, into) => void (into.signals = r.u32('signals')) },
  0x2a: { lengths: [2], read: (r, into) => void (into.io = r.u16('io')) },
  0x2b: { lengths: [4], read: (r, into) => void (into.analog = r.u32('analog')) },
  0x30: { lengths: [1], read: (r, into) => void (into.rssi = r.u8('rssi')) },
  0x31: { lengths: [1], read: (r, into) => void (into.satellites = r.u8('satellites')) },
}

const readExtras = (reader: Reader): Jt808Extras => {
  const extras: Jt808Extras = {}
  while (reader.left() >= 2) {
    const id = reader.u8('item id')
    const length = reader.u8('item length')
    if (length > reader.left()) {
      extras.rest = {
        reason: `item ${id.toString(16).padStart(2, '0')} says ${length} bytes, ${reader.left()} are left`,
        hex: toHex(reader.take(reader.left(), 'rest')),
      }
      return extras
    }
    const item = ITEMS[id]
    if (item?.lengths.includes(length)) item.read(reader.part(length, 'item'), extras)
    else
      (extras.vendor ??= []).push({
        id: id.toString(16).padStart(2, '0'),
        hex: toHex(reader.take(length, 'item')),
      })
  }
  if (reader.left() > 0)
    extras.rest = { reason: 'one byte after the last item', hex: toHex(reader.take(reader.left(), 'rest')) }
  return extras
}

/** Body of 0x0200 and of each point of 0x0704: JT/T 808-2019, 8.18. Latitude comes before longitude. Fault: `short`. */
export const readLocation = (reader: Reader): Jt808Location => {
  const alarm = reader.u32('alarm')
  const status = reader.u32('status')
  const state = statusOf(status)
  const lat = reader.u32('latitude') / 1e6
  const lon = reader.u32('longitude') / 1e6
  return {
    alarm,
    alarms: alarmNames(alarm),
    status,
    state,
    lat: state.south ? -lat : lat,
    lon: state.west ? -lon : lon,
    altitudeM: (reader.u16('altitude') << 16) >> 16,
    speedKmh: reader.u16('speed') / 10,
    directionDeg: reader.u16('direction'),
    ...bcdTime(reader.take(6, 'time')),
    extras: readExtras(reader),
  }
}
