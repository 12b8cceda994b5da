import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-items',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '分项用电', en: 'Electricity by use' },
  question: { zh: '电用在哪里?', en: 'Where does power go?' },
  needs: 'view.live',
  weight: 2.7,
  ofRegion: true,
  load: () => import('./EnergyItemsPanel.vue'),
})
