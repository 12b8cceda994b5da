import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'vehicle-use',
  placement: 'scene',
  title: { zh: '车辆使用', en: 'Vehicle use' },
  needs: 'view.places',
  weight: 2,
  ofRegion: true,
  load: () => import('./VehicleUsePanel.vue'),
} satisfies ScenePanelManifest
