import { panel } from '../../../panel.ts'

export default panel({
  id: 'severe-places',
  placement: 'scene',
  title: { zh: '严重的县区', en: 'Grave counties' },
  question: { zh: '哪些县区严重?', en: 'Grave counties?' },
  needs: 'view.places',
  places: ['province', 'city'],
  wholeRegions: true,
  field: 'list',
  weight: 1.5,
  leastRows: 12,
  load: () => import('./SeverePlaces.vue'),
})
