import { panel } from '../../../panel.ts'

export default panel({
  id: 'order-board',
  placement: 'scene',
  title: { zh: '派车单', en: 'Orders' },
  question: { zh: '派车单走到了哪一步,卡在哪里?', en: 'How far are the orders, and where do they wait?' },
  needs: 'view.live',
  weight: 6,
  ofRegion: true,
  load: () => import('./OrderBoardPanel.vue'),
})
