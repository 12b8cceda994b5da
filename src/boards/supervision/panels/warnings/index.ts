import { panel } from '../../../panel.ts'

export default panel({
  id: 'warnings',
  placement: 'page',
  workplace: ['management', 'supervision'],
  title: { zh: '超标预警', en: 'Over-standard warnings' },
  needs: 'view.alerts',
  order: 4,
  load: () => import('./WarningsPage.vue'),
})
