import { panel } from '../../../panel.ts'

export default panel({
  id: 'area-structure',
  placement: 'scene',
  title: { zh: '分类使用', en: 'Use of space' },
  question: { zh: '各类用房占多少?', en: 'How is the area divided?' },
  needs: 'view.places',
  leastRows: 9.5,
  weight: 2,
  load: () => import('./AreaStructurePanel.vue'),
})
