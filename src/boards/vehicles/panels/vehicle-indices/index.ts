import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-indices',
  placement: 'scene',
  title: { zh: '车辆五项指数', en: 'Five vehicle indices' },
  question: { zh: '各单位管得怎样?', en: 'How well do units manage?' },
  needs: 'view.places',
  weight: 3,
  leastRows: 19,
  ofRegion: true,
  load: () => import('./VehicleIndicesPanel.vue'),
})
