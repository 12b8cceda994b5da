import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-forecast',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '负荷预测', en: 'Load forecast' },
  needs: 'view.live',
  weight: 3.3,
  ofRegion: true,
  load: () => import('./EnergyForecastPanel.vue'),
} satisfies ScenePanelManifest
