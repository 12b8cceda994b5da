import { panel } from '../../../panel.ts'

declare module '#shared/scene/selection.ts' {
  interface SelectionKinds {
    unit: true
  }
}

export default panel({
  id: 'unit-card',
  placement: 'card',
  title: { zh: '使用单位', en: 'Unit' },
  needs: 'view.places',
  selections: ['unit'],
  places: [],
  priority: 2,
  load: () => import('./UnitCard.vue'),
})
