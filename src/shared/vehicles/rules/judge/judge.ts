import { POINT_MARK, type PointColumns } from '../../track/points.ts'
import { VEHICLE_LIMITS, type VehicleLimits } from '../parameters/limits.ts'
import { makeBorders } from './borders.ts'
import { makeLook, type Ground, type JudgeDeps } from './ground.ts'
import { metresE7 } from '../../../kernel/sphere.ts'
import { MOVING, makeMotion } from './motion.ts'
import { makeSpeeds } from './speed.ts'
import { makeStops } from './stops.ts'
import { makeTerminals } from './terminal.ts'
import { makeUses } from './use.ts'
import { ORDER_FREE } from '../vehicles.ts'

export type { OrderRun } from '../vehicleApprovals.ts'
export type { Breach, BreachDetail, Ground, JudgeDeps, Subject } from './ground.ts'

/** Judges reports as they are applied: typed columns by ordinal, objects only for what broke a rule. */
export interface VehicleJudge {
  /** Late and repeated reports are passed over. */
  observe(points: PointColumns): void
  setGround(ground: Ground): void
  setLimits(limits: VehicleLimits): void
  /** A new civil day: what still stands where it should not is told again. */
  newDay(): void
}

export const makeVehicleJudge = (
  deps: JudgeDeps,
  first: Ground,
  limits: VehicleLimits = VEHICLE_LIMITS,
): VehicleJudge => {
  const motion = makeMotion(limits)
  const look = makeLook(deps.calendar, first, limits)
  const [uses, stops, borders, speeds] = [
    makeUses(look, deps),
    makeStops(look, motion, deps),
    makeBorders(look, deps),
    makeSpeeds(look, deps),
  ]
  const judgeTerminal = makeTerminals(deps)
  const judge = (p: PointColumns, i: number): void => {
    const o = p.ordinal[i] as number
    const subject = deps.subject(o)
    if (!subject) return
    const at = p.at[i] as number
    const moving =
      motion.step(o, at, p.lonE7[i] as number, p.latE7[i] as number, p.speed[i] as number, p.acc[i] === 1) ===
      MOVING
    const free = ORDER_FREE.includes(subject.category)
    const set = look.ground.index.at((p.lonE7[i] as number) / 1e7, (p.latE7[i] as number) / 1e7)
    if (!free) uses.judge(p, i, subject, moving)
    speeds.judge(p, i, subject, set)
    judgeTerminal(p, i)
    borders.judge(p, i, subject, set)
    if (moving) return
    if (!free)
      uses.stand(
        p,
        i,
        at - motion.since(o),
        metresE7(motion.lonE7(o), motion.latE7(o), subject.depotLonE7, subject.depotLatE7) <=
          look.limits.arrivedM,
      )
    stops.judge(p, i, subject, free)
  }

  return {
    observe: (points) => {
      for (let i = 0; i < points.count; i++) if (points.mark[i] === POINT_MARK.newest) judge(points, i)
    },
    setGround: look.set,
    setLimits: (next) => {
      look.setLimits(next)
      motion.setLimits(next)
    },
    newDay: stops.newDay,
  }
}
