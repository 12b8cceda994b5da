import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-status',
  placement: 'scene',
  title: { zh: '公务用车', en: 'Official vehicles' },
  question: { zh: '公车此刻在哪?', en: 'Where are vehicles now?' },
  needs: 'view.live',
  weight: 3.3,
  leastRows: 12.8,
  ofRegion: true,
  load: () => import('./VehicleStatusPanel.vue'),
})
