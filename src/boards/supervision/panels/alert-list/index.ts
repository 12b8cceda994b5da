import { panel } from '../../../panel.ts'

export default panel({
  id: 'alert-list',
  placement: 'scene',
  title: { zh: '待办与预警', en: 'Alerts' },
  question: { zh: '有哪些事要处理?', en: 'What must be done?' },
  needs: 'view.alerts',
  field: 'matters',
  weight: 3.9,
  leastRows: 8,
  load: () => import('./AlertListPanel.vue'),
})
