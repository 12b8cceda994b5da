import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'energy-vacancy',
  placement: 'scene',
  title: { zh: '空置房间用能', en: 'Energy of empty rooms' },
  needs: 'view.live',
  weight: 3,
  ofRegion: true,
  load: () => import('./EnergyVacancyPanel.vue'),
} satisfies ScenePanelManifest
