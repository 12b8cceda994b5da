import { describe, expect, it } from 'vitest'
import { makeFleet } from '../../../data/standin/fleet/fleet.ts'
import type { Fix, Fleet } from '../../../data/standin/fleet/fleet.ts'
import { makeGraph, metresBetween, nextArc } from '../../../data/standin/fleet/graph.ts'
import { makeWheel } from '../../../data/standin/fleet/wheel.ts'
import { makeHandmadeProvince } from '../../builders/records/handmadeProvince.ts'

const COUNTY = '450102'
const MINUTE = 60_000
/** A working Monday. */
const MORNING = Date.parse('2026-11-23T10:00:00+08:00')
const fixOf = (): Fix => ({ at: 0, lon: 0, lat: 0, speedKmh: 0, headingDeg: 0, acc: false, alarm: 0 })

const fleetAt = (now: number): Fleet => {
  const province = makeHandmadeProvince({ seed: 1, scale: 'tiny', now: MORNING })
  const fleet = makeFleet()
  fleet.join(COUNTY, { ...province.fleet(COUNTY), orders: province.county(COUNTY).orders }, now)
  return fleet
}

describe('the way', () => {
  it('leads from every node to the goal', () => {
    const graph = makeGraph(
      makeHandmadeProvince({ seed: 1, scale: 'tiny', now: MORNING }).fleet(COUNTY).streets,
    )
    for (let node = 0; node < graph.nodes; node++) {
      let at = node
      for (let steps = 0; at !== 35 && steps < 40; steps++) at = graph.to[nextArc(graph, at, 35)]!
      expect(at).toBe(35)
    }
  })
})

describe('the fleet', () => {
  it('begins mid-trip for the hour and comes home after the order ends', () => {
    expect(fleetAt(MORNING).moving()).toBeGreaterThanOrEqual(2)
    expect(fleetAt(MORNING - 60 * MINUTE).moving()).toBeLessThanOrEqual(1)
    const fleet = fleetAt(MORNING)
    const fix = fixOf()
    const end = MORNING + 5.5 * 60 * MINUTE
    for (let now = MORNING; now < end; now += 5000)
      for (let v = 1; v < fleet.size(); v++) fleet.report(v, now, fix)
    const out = Array.from({ length: fleet.size() - 1 }, (_, v) => fleet.isAwake(v + 1)).filter(Boolean)
    expect(out.length).toBeLessThanOrEqual(1)
  })

  it('moves no further between two reports than its speed allows, and never backwards in time', () => {
    const fleet = fleetAt(MORNING)
    const fix = fixOf()
    const last = new Map<number, Fix>()
    for (let now = MORNING; now < MORNING + 40 * MINUTE; now += 5000) {
      for (let v = 0; v < fleet.size(); v++) {
        if (!fleet.report(v, now, fix)) continue
        const before = last.get(v)
        if (before?.acc && fix.acc) {
          const seconds = (fix.at - before.at) / 1000
          expect(seconds).toBeGreaterThan(0)
          expect(metresBetween([before.lon, before.lat], [fix.lon, fix.lat])).toBeLessThanOrEqual(
            seconds * 32 + 1,
          )
        }
        last.set(v, { ...fix })
      }
    }
  })

  it('starting over gives the same day again', () => {
    const [a, b] = [fleetAt(MORNING), fleetAt(MORNING)]
    const [one, two] = [fixOf(), fixOf()]
    for (let v = 0; v < a.size(); v++) {
      expect(a.report(v, MORNING + 1000, one)).toBe(b.report(v, MORNING + 1000, two))
      expect(one).toEqual(two)
    }
  })
})

describe('the wheel', () => {
  it('takes each row once, when it is due', () => {
    const wheel = makeWheel(100, 5000, 0)
    wheel.schedule(1, 1000)
    wheel.schedule(2, 1000)
    wheel.schedule(3, 4900)
    const taken: [number, number][] = []
    for (let now = 0; now <= 6000; now += 250) wheel.take(now, (row) => taken.push([row, now]))
    expect(taken.map(([row]) => row).toSorted()).toEqual([1, 2, 3])
    expect(
      taken.every(([row, now]) => now >= (row === 3 ? 4900 : 1000) && now <= (row === 3 ? 5000 : 1250)),
    ).toBe(true)
  })
})
