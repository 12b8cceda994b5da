import { panel } from '../../../panel.ts'
import { HOUSING_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'realty',
  placement: 'page',
  group: HOUSING_PAGES,
  workplace: ['management', 'supervision'],
  title: { zh: '房地产概况', en: 'Property overview' },
  needs: 'view.places',
  order: 1,
  load: () => import('./RealtyPage.vue'),
})
