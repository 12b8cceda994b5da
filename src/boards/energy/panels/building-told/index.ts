import { panel } from '../../../panel.ts'

export default panel({
  id: 'building-told',
  placement: 'section',
  card: 'place-card',
  title: { zh: '全年用能', en: 'Energy of the year' },
  needs: 'view.live',
  places: ['building'],
  order: 2,
  load: () => import('./BuildingTold.vue'),
})
