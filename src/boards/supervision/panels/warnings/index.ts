import type { WorkplacePageManifest } from '../../../panel.ts'

export default {
  id: 'warnings',
  placement: 'page',
  workplace: ['management', 'supervision'],
  title: { zh: '超标预警', en: 'Over-standard warnings' },
  needs: 'view.alerts',
  order: 4,
  load: () => import('./WarningsPage.vue'),
} satisfies WorkplacePageManifest
