import { panel } from '../../../panel.ts'

export default panel({
  id: 'order-board',
  placement: 'scene',
  title: { zh: '派车单', en: 'Orders' },
  question: { zh: '派车单卡在哪一步?', en: 'Where do orders wait?' },
  needs: 'view.live',
  weight: 6,
  leastRows: 22.5,
  ofRegion: true,
  load: () => import('./OrderBoardPanel.vue'),
})
