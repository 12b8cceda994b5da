import type { OrderStepLimitRecord } from '#shared/protocol/platform.ts'
import { demonstration } from '../../made/demonstration.ts'
import { makeStepLimits } from '../vehicleCosts.ts'

export const orderStepLimits = demonstration({
  of: 'order-step-limits',
  make: makeStepLimits,
})

declare module '../../Province.ts' {
  interface CountyBundle {
    readonly orderStepLimits: readonly OrderStepLimitRecord[]
  }
}
