import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-load',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '用电负荷', en: 'Electric load' },
  question: { zh: '此刻用多少电?', en: 'How much is drawn now?' },
  needs: 'view.live',
  weight: 3.2,
  leastRows: 11.5,
  ofRegion: true,
  load: () => import('./EnergyLoadPanel.vue'),
})
