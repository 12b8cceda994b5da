import type { WorkingHoursRecord } from '#shared/protocol/platform.ts'
import { demonstration } from '../../made/demonstration.ts'
import { makeWorkHours } from '../workHours.ts'

export const workingHours = demonstration({
  of: 'working-hours',
  make: (context, { units }) => makeWorkHours(context, units),
})

declare module '../../Province.ts' {
  interface CountyBundle {
    readonly workingHours: readonly WorkingHoursRecord[]
  }
}
