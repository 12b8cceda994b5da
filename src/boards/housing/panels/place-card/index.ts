import { panel } from '../../../panel.ts'

export default panel({
  id: 'place-card',
  placement: 'card',
  title: { zh: '概况', en: 'Place' },
  needs: 'view.places',
  selections: [],
  places: ['province', 'city', 'county', 'compound', 'building', 'floor'],
  priority: 1,
  load: () => import('./PlaceCard.vue'),
})
