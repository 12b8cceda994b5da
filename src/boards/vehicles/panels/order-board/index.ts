import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'order-board',
  placement: 'scene',
  title: { zh: '派车单', en: 'Orders' },
  needs: 'view.live',
  weight: 6,
  ofRegion: true,
  load: () => import('./OrderBoardPanel.vue'),
} satisfies ScenePanelManifest
