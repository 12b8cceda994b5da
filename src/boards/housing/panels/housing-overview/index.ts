import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'housing-overview',
  placement: 'scene',
  title: { zh: '办公用房概况', en: 'Office space' },
  needs: 'view.places',
  weight: 2.7,
  load: () => import('./HousingOverviewPanel.vue'),
} satisfies ScenePanelManifest
