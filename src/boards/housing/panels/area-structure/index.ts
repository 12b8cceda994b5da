import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'area-structure',
  placement: 'scene',
  title: { zh: '分类使用', en: 'Use of space' },
  needs: 'view.places',
  weight: 2,
  load: () => import('./AreaStructurePanel.vue'),
} satisfies ScenePanelManifest
