import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'vehicle-indices',
  placement: 'scene',
  title: { zh: '车辆五项指数', en: 'Five vehicle indices' },
  needs: 'view.places',
  weight: 3,
  ofRegion: true,
  load: () => import('./VehicleIndicesPanel.vue'),
} satisfies ScenePanelManifest
