import { panel } from '../../../panel.ts'
import { HOUSING_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'ledger-table',
  placement: 'page',
  group: HOUSING_PAGES,
  workplace: ['management', 'supervision'],
  title: { zh: '数据台账', en: 'Ledger' },
  needs: 'view.places',
  order: 3,
  load: () => import('./LedgerPage.vue'),
})
