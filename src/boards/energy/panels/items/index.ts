import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-items',
  placement: 'scene',
  wholeRegions: true,
  title: { zh: '分项用电', en: 'Electricity by use' },
  needs: 'view.live',
  weight: 2.7,
  ofRegion: true,
  load: () => import('./EnergyItemsPanel.vue'),
} satisfies ScenePanelManifest
