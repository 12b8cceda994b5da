import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-summary',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '用能概况', en: 'Energy' },
  needs: 'view.live',
  weight: 3.8,
  ofRegion: true,
  load: () => import('./EnergySummaryPanel.vue'),
} satisfies ScenePanelManifest
