import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-use',
  placement: 'scene',
  title: { zh: '车辆使用', en: 'Vehicle use' },
  question: { zh: '公车用得多不多?', en: 'Are vehicles used enough?' },
  needs: 'view.places',
  weight: 2,
  ofRegion: true,
  load: () => import('./VehicleUsePanel.vue'),
})
