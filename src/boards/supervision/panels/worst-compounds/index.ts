import { panel } from '../../../panel.ts'

export default panel({
  id: 'worst-compounds',
  placement: 'scene',
  title: { zh: '院落排名', en: 'Compounds' },
  question: { zh: '哪些院落最差?', en: 'Worst compounds?' },
  needs: 'view.places',
  places: ['county'],
  field: 'list',
  leastRows: 18,
  weight: 6,
  load: () => import('./WorstCompoundsPanel.vue'),
})
