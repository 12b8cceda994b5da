import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-forecast',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '负荷预测', en: 'Load forecast' },
  question: { zh: '接下来一天用多少?', en: 'How much tomorrow?' },
  needs: 'view.live',
  weight: 3.3,
  leastRows: 10,
  ofRegion: true,
  load: () => import('./EnergyForecastPanel.vue'),
})
