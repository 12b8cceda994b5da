import { panel } from '../../../panel.ts'

export default panel({
  id: 'rankings',
  placement: 'page',
  workplace: ['management', 'supervision'],
  title: { zh: '指标排名', en: 'Rankings' },
  needs: 'view.places',
  order: 3,
  load: () => import('./RankingsPage.vue'),
})
