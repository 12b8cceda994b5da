import { workingHours } from '#shared/vehicles/collections/working-hours.ts'
import { plan } from '../../common/plan.ts'

export const workingHoursPlan = plan({
  of: workingHours,
  table: 'working_hours',
  fields: {
    id: 'text',
    region: 'text',
    unit: 'text',
    name: 'text',
    rows: 'jsonb',
    since: 'text',
    until: 'text',
  },
})
