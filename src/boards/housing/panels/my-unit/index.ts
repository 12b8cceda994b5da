import { panel } from '../../../panel.ts'

export default panel({
  id: 'my-unit',
  placement: 'page',
  workplace: 'user',
  title: { zh: '本单位用房', en: 'Our offices' },
  needs: 'view.places',
  order: 1,
  load: () => import('./MyUnitPage.vue'),
})
