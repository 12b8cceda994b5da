import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-load',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '用电负荷', en: 'Electric load' },
  question: { zh: '此刻用电多少,今天走势怎样?', en: 'How much is drawn now, and how did the day go?' },
  needs: 'view.live',
  weight: 2.9,
  ofRegion: true,
  load: () => import('./EnergyLoadPanel.vue'),
})
