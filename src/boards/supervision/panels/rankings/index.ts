import { panel } from '../../../panel.ts'
import { SUPERVISION_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'rankings',
  placement: 'page',
  group: SUPERVISION_PAGES,
  workplace: ['management', 'supervision'],
  title: { zh: '指标排名', en: 'Rankings' },
  needs: 'view.places',
  order: 3,
  load: () => import('./RankingsPage.vue'),
})
