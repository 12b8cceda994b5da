import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-anomalies',
  placement: 'scene',
  title: { zh: '用能异常', en: 'Energy anomalies' },
  question: {
    zh: '哪里的用能不正常,为什么?',
    en: 'Where is the use of energy out of the ordinary, and why?',
  },
  needs: 'view.live',
  weight: 3,
  ofRegion: true,
  load: () => import('./EnergyAnomaliesPanel.vue'),
})
