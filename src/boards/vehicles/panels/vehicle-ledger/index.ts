import { panel } from '../../../panel.ts'

export default panel({
  id: 'vehicle-ledger',
  placement: 'page',
  workplace: ['supervision', 'management', 'user'],
  title: { zh: '公务用车', en: 'Vehicles' },
  needs: 'view.places',
  order: 6,
  load: () => import('./VehicleLedgerPage.vue'),
})
