import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-use',
  placement: 'scene',
  title: { zh: '车辆使用', en: 'Vehicle use' },
  question: {
    zh: '车辆用得多不多,哪里闲着?',
    en: 'How much are the vehicles used, and where do they stand idle?',
  },
  needs: 'view.places',
  weight: 2,
  ofRegion: true,
  load: () => import('./VehicleUsePanel.vue'),
})
