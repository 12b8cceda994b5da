import { panel } from '../../../panel.ts'

export default panel({
  id: 'housing-overview',
  placement: 'scene',
  title: { zh: '办公用房概况', en: 'Office space' },
  question: {
    zh: '有多少办公用房,谁在用,多少闲置?',
    en: 'How much office space is there, who uses it, how much is idle?',
  },
  needs: 'view.places',
  weight: 2.7,
  load: () => import('./HousingOverviewPanel.vue'),
})
