import { ACTION_BITS, EMERGENCY_BITS, TAMPER_BITS, hasAny } from '../../alarms.ts'
import type { PointColumns } from '../../track/points.ts'
import { VEHICLE_SEVERITY, type VehicleRule } from '../vehicles.ts'
import { breachAt, type JudgeDeps } from './ground.ts'
import { growColumns } from './motion.ts'

const OVERSPEED_BIT = 2
const PARKED_BIT = 2 ** 19
const OTHER_BITS = ACTION_BITS & ~OVERSPEED_BIT & ~TAMPER_BITS

const makeColumns = (n: number) => ({ tampered: new Uint8Array(n) })

/** What the terminal itself reports with its alarm bits: VH-11, VH-12, VA-01. */
export const makeTerminals = (deps: JudgeDeps): ((p: PointColumns, i: number) => void) => {
  let c = makeColumns(1024)

  const tell = (p: PointColumns, i: number, rule: VehicleRule, severity = VEHICLE_SEVERITY[rule]): void =>
    deps.breach(breachAt(p, i, { rule, severity, fence: null, detail: null }))

  return (p, i) => {
    const [o, alarm] = [p.ordinal[i] as number, p.alarm[i] as number]
    if (o >= c.tampered.length) c = growColumns(c, makeColumns, c.tampered.length, o)
    const tampered = hasAny(alarm, TAMPER_BITS)
    if (tampered) tell(p, i, 'VH-12')
    else if (c.tampered[o]) deps.mended(o)
    c.tampered[o] = tampered ? 1 : 0
    if (hasAny(alarm, PARKED_BIT)) tell(p, i, 'VH-11')
    if (hasAny(alarm, OTHER_BITS))
      tell(p, i, 'VA-01', hasAny(alarm, EMERGENCY_BITS) ? 'red' : VEHICLE_SEVERITY['VA-01'])
  }
}
