import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-anomalies',
  placement: 'scene',
  title: { zh: '用能异常', en: 'Energy anomalies' },
  question: { zh: '哪里用能不正常?', en: 'Where is use not normal?' },
  needs: 'view.live',
  weight: 2.2,
  leastRows: 8.5,
  ofRegion: true,
  load: () => import('./EnergyAnomaliesPanel.vue'),
})
