import type { ScenePanelManifest } from '../panel.ts'

export default {
  id: 'order-board',
  placement: 'scene',
  title: { zh: '派车单十一环节', en: 'Orders by eleven steps' },
  needs: 'view.live',
  weight: 3,
  load: () => import('./OrderBoardPanel.vue'),
} satisfies ScenePanelManifest
