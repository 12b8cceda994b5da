import { panel } from '../../../panel.ts'

export default panel({
  id: 'fence-card',
  placement: 'card',
  title: { zh: '电子围栏', en: 'Fence' },
  needs: 'view.live',
  selections: ['fence'],
  places: [],
  priority: 2,
  load: () => import('./FenceCard.vue'),
})
