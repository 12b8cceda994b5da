import { roadLimits } from '#shared/vehicles/collections/road-limits.ts'
import { plan } from '../../common/plan.ts'

export const roadLimitsPlan = plan({
  of: roadLimits,
  table: 'road_limits',
  fields: { id: 'text', region: 'text', name: 'text', class: 'text', path: 'jsonb' },
  columns: {
    width_m: ['float8', (r) => r.widthM ?? null],
    one_way: ['bool', (r) => r.oneWay ?? false],
    limit_kmh: ['float8', (r) => r.limitKmh],
    limit_other_kmh: ['float8', (r) => r.limitOtherKmh ?? null],
  },
  after: ['fences'],
})
