import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'over-standard',
  placement: 'scene',
  title: { zh: '超标预警', en: 'Over standard' },
  needs: 'view.alerts',
  weight: 2.5,
  load: () => import('./OverStandardPanel.vue'),
} satisfies ScenePanelManifest
