import { panel } from '../../../panel.ts'
import { HOUSING_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'my-unit',
  placement: 'page',
  group: HOUSING_PAGES,
  workplace: 'user',
  title: { zh: '本单位用房', en: 'Our offices' },
  needs: 'view.places',
  order: 1,
  load: () => import('./MyUnitPage.vue'),
})
