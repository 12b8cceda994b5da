import type { CardManifest } from '../../../panel.ts'

export default {
  id: 'unit-card',
  placement: 'card',
  title: { zh: '使用单位', en: 'Unit' },
  needs: 'view.places',
  selections: ['unit'],
  places: [],
  priority: 2,
  load: () => import('./UnitCard.vue'),
} satisfies CardManifest
