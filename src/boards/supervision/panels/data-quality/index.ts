import { panel } from '../../../panel.ts'

export default panel({
  id: 'data-quality',
  placement: 'scene',
  title: { zh: '数据质量', en: 'Data quality' },
  question: { zh: '数字有多可信?', en: 'Can figures be trusted?' },
  needs: 'view.places',
  leastRows: 8.5,
  weight: 1.2,
  load: () => import('./DataQualityPanel.vue'),
})
