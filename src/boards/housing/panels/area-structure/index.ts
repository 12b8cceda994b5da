import { panel } from '../../../panel.ts'

export default panel({
  id: 'area-structure',
  placement: 'scene',
  title: { zh: '分类使用', en: 'Use of space' },
  question: {
    zh: '各类用房各占多少,与标准差多少?',
    en: 'How is the space divided, and how far from the standard?',
  },
  needs: 'view.places',
  weight: 2,
  load: () => import('./AreaStructurePanel.vue'),
})
