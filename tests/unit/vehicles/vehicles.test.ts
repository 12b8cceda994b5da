import { describe, expect, it } from 'vitest'
import { alarmNames } from '../../../src/shared/vehicles/alarms.ts'
import { distanceE6, vehicleState } from '../../../src/shared/vehicles/report.ts'
import { makeFleet } from '../../../server/vehicles/live/fleet.ts'

const report = { at: 1_000_000, speedKmh: 40, acc: true, alarm: 0 }

describe('vehicle state', () => {
  it.each([
    ['moving', report, 1_000_000],
    ['parked', { ...report, speedKmh: 2 }, 1_000_000],
    ['parked', { ...report, acc: false }, 1_000_000],
    ['alarm', { ...report, alarm: 1 }, 1_000_000],
    ['moving', { ...report, alarm: 2 ** 25 }, 1_000_000],
    ['alarm', { ...report, alarm: 2 ** 31 }, 1_000_000],
    ['moving', { ...report }, 1_600_000],
    ['offline', { ...report, alarm: 1 }, 1_600_001],
    ['offline', null, 1_000_000],
  ] as const)('is %s for %j', (state, facts, now) => {
    expect(vehicleState(facts, now)).toBe(state)
  })

  it('names alarm bits in both languages, the reserved ones by number', () => {
    expect(alarmNames(2 ** 31 + 2 + 2 ** 15)).toEqual(['超速报警', '保留位 15', '非法开门'])
    expect(alarmNames(1, 'en')).toEqual(['emergency'])
  })

  it('measures 111 m for a thousandth of a degree of latitude', () => {
    expect(distanceE6(108_000_000, 22_000_000, 108_000_000, 22_001_000)).toBeCloseTo(111.2, 1)
  })
})

describe('the fleet', () => {
  const row = (at: number, lonE6 = 108_000_000) => ({
    at,
    lonE6,
    latE6: 22_000_000,
    speedKmh: 50,
    headingDeg: 359,
    acc: true,
    alarm: 0,
  })

  it('keeps the newest report whatever the order of arrival', () => {
    const fleet = makeFleet()
    expect(fleet.apply(3, row(2000, 2), 2000)).toBe(true)
    expect(fleet.apply(3, row(1000, 1), 2000)).toBe(false)
    expect(fleet.apply(3, row(2000, 9), 2000)).toBe(false)
    expect(fleet.row(3)?.lonE6).toBe(2)
    expect(fleet.takeChanged()).toEqual([3])
    expect(fleet.takeChanged()).toEqual([])
  })

  it('shows a vehicle that never reported at its depot, offline, until it reports', () => {
    const fleet = makeFleet()
    fleet.stand(4, 108_100_000, 22_500_000)
    expect([fleet.stands(4), fleet.row(4), fleet.state(4), fleet.takeChanged()]).toEqual([
      true,
      null,
      'offline',
      [4],
    ])
    fleet.apply(4, row(2000), 2000)
    fleet.stand(4, 108_100_000, 22_500_000)
    expect([fleet.row(4)?.lonE6, fleet.state(4), fleet.stands(5)]).toEqual([108_000_000, 'moving', false])
  })

  it('grows to any ordinal and notices who falls silent', () => {
    const fleet = makeFleet()
    fleet.apply(70_000, row(1000), 1000)
    fleet.takeChanged()
    expect(fleet.state(70_000)).toBe('moving')
    expect(fleet.sweep(1000 + 600_001)).toBe(1)
    expect(fleet.state(70_000)).toBe('offline')
    expect(fleet.takeChanged()).toEqual([70_000])
  })
})
