import type { WorkplacePageManifest } from '../../../panel.ts'

export default {
  id: 'vehicle-ledger',
  placement: 'page',
  workplace: ['supervision', 'management', 'user'],
  title: { zh: '公务用车', en: 'Vehicles' },
  needs: 'view.places',
  order: 6,
  load: () => import('./VehicleLedgerPage.vue'),
} satisfies WorkplacePageManifest
