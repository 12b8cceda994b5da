import { panel } from '../../../panel.ts'

export default panel({
  id: 'housing-overview',
  placement: 'scene',
  title: { zh: '办公用房概况', en: 'Office space' },
  question: { zh: '有多少房、谁在用?', en: 'How many offices?' },
  needs: 'view.places',
  weight: 2.7,
  leastRows: 12.5,
  load: () => import('./HousingOverviewPanel.vue'),
})
