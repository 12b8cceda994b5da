import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-anomalies',
  placement: 'scene',
  title: { zh: '用能异常', en: 'Energy anomalies' },
  needs: 'view.live',
  weight: 3,
  ofRegion: true,
  load: () => import('./EnergyAnomaliesPanel.vue'),
} satisfies ScenePanelManifest
