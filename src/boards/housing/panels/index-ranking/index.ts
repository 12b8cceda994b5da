import { panel } from '../../../panel.ts'

export default panel({
  id: 'index-ranking',
  placement: 'scene',
  title: { zh: '指标排名', en: 'Ranking' },
  question: { zh: '各处谁高谁低?', en: 'Who is high, who low?' },
  needs: 'view.places',
  places: ['province', 'city', 'compound', 'building', 'floor'],
  leastRows: 12,
  weight: 4.5,
  load: () => import('./IndexRankingPanel.vue'),
})
