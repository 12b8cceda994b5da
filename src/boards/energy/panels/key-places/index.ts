import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-key-places',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '重点部位', en: 'Key places' },
  needs: 'view.live',
  weight: 2,
  ofRegion: true,
  load: () => import('./EnergyKeyPlacesPanel.vue'),
} satisfies ScenePanelManifest
