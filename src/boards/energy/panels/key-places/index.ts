import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-key-places',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '重点部位', en: 'Key places' },
  question: { zh: '哪些重点部位用能最多?', en: 'Which key places use most?' },
  needs: 'view.live',
  weight: 2,
  ofRegion: true,
  load: () => import('./EnergyKeyPlacesPanel.vue'),
})
