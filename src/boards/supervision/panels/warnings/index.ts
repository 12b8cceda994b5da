import { panel } from '../../../panel.ts'
import { SUPERVISION_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'warnings',
  placement: 'page',
  group: SUPERVISION_PAGES,
  workplace: ['management', 'supervision'],
  title: { zh: '超标预警', en: 'Over-standard warnings' },
  needs: 'view.alerts',
  order: 4,
  load: () => import('./WarningsPage.vue'),
})
