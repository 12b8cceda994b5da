import { panel } from '../../../panel.ts'

export default panel({
  id: 'class-year',
  placement: 'scene',
  title: { zh: '县区一年', en: "The counties' year" },
  question: { zh: '一年来在变好吗?', en: 'Better over the year?' },
  needs: 'view.places',
  places: ['province', 'city'],
  wholeRegions: true,
  field: 'year',
  weight: 1,
  leastRows: 7,
  load: () => import('./ClassYear.vue'),
})
