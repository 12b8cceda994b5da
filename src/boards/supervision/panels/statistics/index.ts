import { panel } from '../../../panel.ts'
import { SUPERVISION_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'statistics',
  placement: 'page',
  group: SUPERVISION_PAGES,
  workplace: ['management', 'supervision'],
  title: { zh: '统计分析', en: 'Statistics' },
  needs: 'view.places',
  order: 2,
  load: () => import('./StatisticsPage.vue'),
})
