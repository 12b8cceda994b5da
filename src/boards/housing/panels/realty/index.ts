import { panel } from '../../../panel.ts'

export default panel({
  id: 'realty',
  placement: 'page',
  workplace: ['management', 'supervision'],
  title: { zh: '房地产概况', en: 'Property overview' },
  needs: 'view.places',
  order: 1,
  load: () => import('./RealtyPage.vue'),
})
