import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-figures',
  placement: 'scene',
  title: { zh: '双费双率', en: 'Two costs, two rates' },
  question: { zh: '公车花了多少钱?', en: 'What do vehicles cost?' },
  needs: 'view.places',
  weight: 5,
  leastRows: 19,
  ofRegion: true,
  load: () => import('./VehicleFiguresPanel.vue'),
})
