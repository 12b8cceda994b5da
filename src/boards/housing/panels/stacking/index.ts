import { panel } from '../../../panel.ts'

export default panel({
  id: 'stacking',
  placement: 'scene',
  title: { zh: '堆叠图', en: 'Stacking plan' },
  question: { zh: '谁在哪层、占多少?', en: 'Who is on which floor, how much?' },
  needs: 'view.places',
  places: ['compound', 'building', 'floor'],
  field: 'matrix',
  weight: 4,
  leastRows: 14,
  leastWidth: 40,
  load: () => import('./StackingPlan.vue'),
})
