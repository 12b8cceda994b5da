import { panel } from '../../../panel.ts'

export default panel({
  id: 'worst-live',
  placement: 'scene',
  title: { zh: '最差的一处', en: 'The worst place' },
  question: { zh: '此刻最差的一处在哪?', en: 'Where is it worst right now?' },
  needs: 'view.places',
  places: ['province', 'city', 'county'],
  wholeRegions: true,
  field: 'live',
  weight: 4,
  leastRows: 24,
  leastWidth: 44,
  load: () => import('./WorstLive.vue'),
})
