import { panel } from '../../../panel.ts'

export default panel({
  id: 'floor-sheet',
  placement: 'scene',
  title: { zh: '楼层图幅', en: 'Sheet of floors' },
  question: { zh: '哪一层该先看?', en: 'Which floor first?' },
  needs: 'view.places',
  places: ['compound', 'building', 'floor'],
  field: 'live',
  weight: 4,
  leastRows: 24,
  leastWidth: 44,
  load: () => import('./FloorSheet.vue'),
})
