import { panel } from '../../../panel.ts'

export default panel({
  id: 'statistics',
  placement: 'page',
  workplace: ['management', 'supervision'],
  title: { zh: '统计分析', en: 'Statistics' },
  needs: 'view.places',
  order: 2,
  load: () => import('./StatisticsPage.vue'),
})
