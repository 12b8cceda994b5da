import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-burndown',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '定额燃尽', en: 'Quota burn-down' },
  question: { zh: '能耗会不会超?', en: 'Will the quota last?' },
  needs: 'view.live',
  weight: 3,
  leastRows: 9,
  ofRegion: true,
  load: () => import('./EnergyBurndownPanel.vue'),
})
