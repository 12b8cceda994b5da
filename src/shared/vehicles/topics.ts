import { topic } from '../kernel/topic.ts'

/** Where vehicles are. */
export const vehiclesTopic = topic({
  name: 'vehicles',
  kind: 'latest',
  permission: 'view.live',
  byCell: true,
})
