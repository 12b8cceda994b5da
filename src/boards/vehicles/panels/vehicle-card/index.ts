import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-card',
  placement: 'card',
  title: { zh: '车辆', en: 'Vehicle' },
  needs: 'view.live',
  selections: ['vehicle'],
  places: [],
  priority: 2,
  load: () => import('./VehicleCard.vue'),
})
