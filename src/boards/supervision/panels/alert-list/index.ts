import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'alert-list',
  placement: 'scene',
  title: { zh: '待办与预警', en: 'Alerts' },
  needs: 'view.alerts',
  weight: 3.9,
  load: () => import('./AlertListPanel.vue'),
} satisfies ScenePanelManifest
