import { panel } from '../../../panel.ts'
import { HOUSING_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'rooms',
  placement: 'page',
  group: HOUSING_PAGES,
  workplace: ['management', 'user', 'supervision'],
  title: { zh: '超标与闲置', en: 'Rooms' },
  needs: 'view.places',
  order: 4,
  load: () => import('./RoomsPage.vue'),
})
