import { panel } from '../../../panel.ts'

export default panel({
  id: 'standards',
  placement: 'page',
  workplace: ['supervision', 'management'],
  title: { zh: '标准与口径', en: 'Standards in force' },
  needs: 'view.places',
  order: 9,
  load: () => import('./StandardsPage.vue'),
})
