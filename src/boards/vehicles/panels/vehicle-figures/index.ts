import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'vehicle-figures',
  placement: 'scene',
  title: { zh: '双费双率', en: 'Two costs, two rates' },
  needs: 'view.places',
  weight: 5,
  ofRegion: true,
  load: () => import('./VehicleFiguresPanel.vue'),
} satisfies ScenePanelManifest
