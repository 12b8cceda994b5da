import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-burndown',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '定额燃尽', en: 'Quota burn-down' },
  needs: 'view.live',
  weight: 3,
  ofRegion: true,
  load: () => import('./EnergyBurndownPanel.vue'),
} satisfies ScenePanelManifest
