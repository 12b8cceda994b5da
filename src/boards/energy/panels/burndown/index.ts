import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-burndown',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '定额燃尽', en: 'Quota burn-down' },
  question: {
    zh: '今年的用能定额还剩多少,照此下去够不够?',
    en: 'How much of the year’s quota is left, and does it last at this pace?',
  },
  needs: 'view.live',
  weight: 3,
  ofRegion: true,
  load: () => import('./EnergyBurndownPanel.vue'),
})
