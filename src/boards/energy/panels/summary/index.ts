import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-summary',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '用能概况', en: 'Energy' },
  question: {
    zh: '近一年用了多少能,每人、每平方米多少,在什么水平?',
    en: 'How much was used in a year, per head and per area, and how good is that?',
  },
  needs: 'view.live',
  weight: 3.8,
  ofRegion: true,
  load: () => import('./EnergySummaryPanel.vue'),
})
