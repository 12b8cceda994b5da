import { panel } from '../../../panel.ts'

export default panel({
  id: 'index-ranking',
  placement: 'scene',
  title: { zh: '指标排名', en: 'Ranking' },
  question: { zh: '按所选指标,下级各处谁高谁低?', en: 'Who stands high and who low by the chosen index?' },
  needs: 'view.places',
  weight: 3,
  load: () => import('./IndexRankingPanel.vue'),
})
