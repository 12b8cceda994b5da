import type { ScenePanelManifest } from '../panel.ts'

export default {
  id: 'energy-load',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '用电负荷', en: 'Electric load' },
  needs: 'view.live',
  weight: 3,
  load: () => import('./EnergyLoadPanel.vue'),
} satisfies ScenePanelManifest
