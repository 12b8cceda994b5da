import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-load',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '用电负荷', en: 'Electric load' },
  needs: 'view.live',
  weight: 2.9,
  ofRegion: true,
  load: () => import('./EnergyLoadPanel.vue'),
} satisfies ScenePanelManifest
