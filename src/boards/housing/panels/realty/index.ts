import type { WorkplacePageManifest } from '../../../panel.ts'

export default {
  id: 'realty',
  placement: 'page',
  workplace: ['management', 'supervision'],
  title: { zh: '房地产概况', en: 'Property overview' },
  needs: 'view.places',
  order: 1,
  load: () => import('./RealtyPage.vue'),
} satisfies WorkplacePageManifest
