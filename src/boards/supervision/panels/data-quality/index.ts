import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'data-quality',
  placement: 'scene',
  title: { zh: '数据质量', en: 'Data quality' },
  needs: 'view.places',
  weight: 1.2,
  load: () => import('./DataQualityPanel.vue'),
} satisfies ScenePanelManifest
