import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'index-ranking',
  placement: 'scene',
  title: { zh: '指标排名', en: 'Ranking' },
  needs: 'view.places',
  weight: 3,
  load: () => import('./IndexRankingPanel.vue'),
} satisfies ScenePanelManifest
