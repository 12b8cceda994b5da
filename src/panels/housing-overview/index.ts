import type { ScenePanelManifest } from '../panel.ts'

export default {
  id: 'housing-overview',
  placement: 'scene',
  title: { zh: '办公用房概况', en: 'Office space' },
  needs: 'view.places',
  weight: 3,
  load: () => import('./HousingOverviewPanel.vue'),
} satisfies ScenePanelManifest
