import type { EpochMs } from '#shared/kernel/units.ts'
import { copyPoint, makePoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import { makePointList, type PointList } from '#shared/vehicles/track/chunk/read.ts'

type Visit = ReturnType<PointList['visitor']>

/** Keeps of each vehicle's points, seen in order of time, the last within each step: after the step before it, up to and including it. */
export interface Thinner {
  visitor(ordinal: number): Visit
  /** After a vehicle's last point. */
  end(): void
  /** One list a step. */
  take(): PointColumns[]
}

export const makeThinner = (steps: readonly EpochMs[]): Thinner => {
  const lists = steps.map(() => makePointList(256))
  const held = makePoints(1)
  let step = -1
  const end = (): void => {
    if (step >= 0)
      lists[step]?.visitor(held.ordinal[0] as number)(
        held.at[0] as number,
        held.lonE7[0] as number,
        held.latE7[0] as number,
        held.speed[0] as number,
        held.heading[0] as number,
        held.alarm[0] as number,
        held.acc[0] as number,
      )
    step = -1
  }
  return {
    visitor: (ordinal) => {
      let next = 0
      return (at, lonE7, latE7, speed, heading, alarm, acc) => {
        while (next < steps.length && at > (steps[next] as number)) next++
        if (next === steps.length) return
        if (next !== step) end()
        step = next
        held.ordinal[0] = ordinal
        held.at[0] = at
        held.lonE7[0] = lonE7
        held.latE7[0] = latE7
        held.speed[0] = speed
        held.heading[0] = heading
        held.alarm[0] = alarm
        held.acc[0] = acc
      }
    },
    end,
    take: () => lists.map((list) => list.take()),
  }
}

/** The newer of two points of each vehicle, by ordinal. */
export const newerOf = (a: PointColumns, b: PointColumns): PointColumns => {
  let highest = 0
  for (const p of [a, b])
    for (let i = 0; i < p.count; i++) highest = Math.max(highest, p.ordinal[i] as number)
  const slots = new Int32Array(highest + 1)
  for (let i = 0; i < a.count; i++) slots[a.ordinal[i] as number] = i + 1
  for (let i = 0; i < b.count; i++) {
    const ordinal = b.ordinal[i] as number
    const slot = slots[ordinal] as number
    if (
      slot === 0 ||
      (b.at[i] as number) > (slot > 0 ? (a.at[slot - 1] as number) : (b.at[-slot - 1] as number))
    )
      slots[ordinal] = -(i + 1)
  }
  let count = 0
  for (const slot of slots) if (slot !== 0) count++
  const into = makePoints(count)
  let j = 0
  for (const slot of slots) {
    if (slot > 0) copyPoint(a, slot - 1, into, j++)
    else if (slot < 0) copyPoint(b, -slot - 1, into, j++)
  }
  return into
}
