import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-status',
  placement: 'scene',
  title: { zh: '公务用车', en: 'Official vehicles' },
  question: { zh: '车现在在哪里,在做什么?', en: 'Where are the vehicles now, and what do they do?' },
  needs: 'view.live',
  weight: 3.3,
  ofRegion: true,
  load: () => import('./VehicleStatusPanel.vue'),
})
