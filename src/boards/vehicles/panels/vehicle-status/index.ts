import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'vehicle-status',
  placement: 'scene',
  title: { zh: '公务用车', en: 'Official vehicles' },
  needs: 'view.live',
  weight: 3.3,
  ofRegion: true,
  load: () => import('./VehicleStatusPanel.vue'),
} satisfies ScenePanelManifest
