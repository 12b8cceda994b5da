import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-figures',
  placement: 'scene',
  title: { zh: '双费双率', en: 'Two costs, two rates' },
  question: { zh: '车辆花了多少钱,用得够不够?', en: 'What do the vehicles cost, and are they used?' },
  needs: 'view.places',
  weight: 5,
  ofRegion: true,
  load: () => import('./VehicleFiguresPanel.vue'),
})
