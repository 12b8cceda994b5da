import type { WorkplacePageManifest } from '../../../panel.ts'

export default {
  id: 'rankings',
  placement: 'page',
  workplace: ['management', 'supervision'],
  title: { zh: '指标排名', en: 'Rankings' },
  needs: 'view.places',
  order: 3,
  load: () => import('./RankingsPage.vue'),
} satisfies WorkplacePageManifest
