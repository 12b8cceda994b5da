import type { Reader } from '../bytes.ts'
import { guarded } from '../decoded.ts'
import { alarmNames } from '../jt808/bits.ts'
import { readLocation } from '../jt808/location.ts'
import { wireTime } from '../time.ts'
import type { Jt809Position, Jt809Point } from './messages.ts'

const OLD_POSITION = 36

/** 2011, 5.3.2: longitude comes before latitude. */
const readOld = (r: Reader): Jt809Position => {
  const encrypted = r.u8('encrypt') !== 0
  const day = r.u8('day')
  const month = r.u8('month')
  const time = wireTime(r.u16('year'), month, day, r.u8('hour'), r.u8('minute'), r.u8('second'))
  const lon = r.u32('longitude') / 1e6
  const lat = r.u32('latitude') / 1e6
  const speedKmh = r.u16('vec1')
  const recorderSpeedKmh = r.u16('vec2')
  const mileageKm = r.u32('mileage')
  const directionDeg = r.u16('direction')
  const altitudeM = r.u16('altitude')
  const status = r.u32('state')
  const alarm = r.u32('alarm')
  return {
    encrypted,
    ...time,
    lon,
    lat,
    speedKmh,
    recorderSpeedKmh,
    mileageKm,
    directionDeg,
    altitudeM,
    status,
    alarm,
    alarms: alarmNames(alarm),
  }
}

/** 2019: the body of a JT/T 808 position inside, then three platforms with their alarms. */
const readNew = (r: Reader): Jt809Position => {
  const encrypted = r.u8('encrypt') !== 0
  const inner = r.part(r.u32('length of position'), 'position')
  const { at, time, lat, lon, speedKmh, directionDeg, altitudeM, status, alarm, alarms, extras } =
    readLocation(inner)
  return {
    encrypted,
    at,
    time,
    lon,
    lat,
    speedKmh,
    recorderSpeedKmh: extras.recorderSpeedKmh ?? null,
    mileageKm: extras.mileageKm ?? null,
    directionDeg,
    altitudeM,
    status,
    alarm,
    alarms,
  }
}

/** Platforms of the 2019 edition follow each position: number 11, alarm 4, three times. */
const NEW_TAIL = 45

export const readPoints = (r: Reader): { count: number; points: Jt809Point[] } => {
  const count = r.u8('count')
  const isOld = r.left() === count * OLD_POSITION
  const points: Jt809Point[] = []
  for (let i = 0; i < count; i++) {
    const one = guarded(() => {
      if (isOld) return readOld(r.part(OLD_POSITION, 'position'))
      const position = readNew(r)
      r.take(Math.min(NEW_TAIL, r.left()), 'platforms')
      return position
    })
    points.push(one.ok ? one.frame : { error: one.error })
    if (!one.ok) break
  }
  return { count, points }
}

/** An edition is as long as its positions: the header's own may have been guessed. */
export const readPosition = (data: Reader): Jt809Position =>
  data.left() === OLD_POSITION ? readOld(data) : readNew(data)
