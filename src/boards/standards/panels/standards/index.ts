import { panel } from '../../../panel.ts'
import { STANDARDS_PAGES } from '../../pageGroup.ts'

export default panel({
  id: 'standards',
  placement: 'page',
  group: STANDARDS_PAGES,
  workplace: ['supervision', 'management'],
  title: { zh: '标准与口径', en: 'Standards in force' },
  needs: 'view.places',
  order: 9,
  load: () => import('./StandardsPage.vue'),
})
