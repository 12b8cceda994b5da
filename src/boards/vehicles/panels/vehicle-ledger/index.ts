import { panel } from '../../../panel.ts'
import { VEHICLES_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'vehicle-ledger',
  placement: 'page',
  group: VEHICLES_PAGES,
  workplace: ['supervision', 'management', 'user'],
  title: { zh: '公务用车', en: 'Vehicles' },
  needs: 'view.places',
  order: 6,
  load: () => import('./VehicleLedgerPage.vue'),
})
