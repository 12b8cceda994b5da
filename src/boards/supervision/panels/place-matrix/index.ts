import { panel } from '../../../panel.ts'

export default panel({
  id: 'place-matrix',
  placement: 'scene',
  title: { zh: '各处各问', en: 'Places by question' },
  question: { zh: '各处过得了四问吗?', en: 'Who passes the four questions?' },
  needs: 'view.places',
  places: ['province', 'city', 'county'],
  wholeRegions: true,
  field: 'matrix',
  weight: 3,
  leastRows: 16,
  leastWidth: 36,
  load: () => import('./PlaceMatrix.vue'),
})
