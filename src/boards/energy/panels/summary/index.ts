import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-summary',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '用能概况', en: 'Energy' },
  question: { zh: '用了多少能?', en: 'Energy used?' },
  needs: 'view.live',
  weight: 3.8,
  leastRows: 12.5,
  ofRegion: true,
  load: () => import('./EnergySummaryPanel.vue'),
})
