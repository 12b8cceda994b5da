import { panel } from '../../../panel.ts'

export default panel({
  id: 'building-today',
  placement: 'section',
  card: 'place-card',
  title: { zh: '今日用电', en: 'Today' },
  needs: null,
  places: ['building'],
  order: 1,
  load: () => import('./BuildingToday.vue'),
})
