import { panel } from '../../../panel.ts'

export default panel({
  id: 'building-year',
  placement: 'section',
  card: 'place-card',
  title: { zh: '全年逐日用电', en: 'Each day of the year' },
  needs: 'view.live',
  places: ['building'],
  order: 3,
  load: () => import('./BuildingYear.vue'),
})
