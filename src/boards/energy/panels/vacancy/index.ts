import { panel } from '../../../panel.ts'

export default panel({
  id: 'energy-vacancy',
  placement: 'scene',
  title: { zh: '空置房间用能', en: 'Energy of empty rooms' },
  question: { zh: '空房用了多少能?', en: 'Use of empty rooms?' },
  needs: 'view.live',
  weight: 3,
  leastRows: 8.5,
  ofRegion: true,
  load: () => import('./EnergyVacancyPanel.vue'),
})
