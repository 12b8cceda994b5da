import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-key-places',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '重点部位', en: 'Key places' },
  question: { zh: '重点部位谁用得多?', en: 'Key places: who most?' },
  needs: 'view.live',
  weight: 2,
  leastRows: 7,
  ofRegion: true,
  load: () => import('./EnergyKeyPlacesPanel.vue'),
})
