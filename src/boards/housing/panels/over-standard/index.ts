import { panel } from '../../../panel.ts'

export default panel({
  id: 'over-standard',
  placement: 'scene',
  title: { zh: '超标预警', en: 'Over standard' },
  question: { zh: '哪些办公室超标?', en: 'Offices over limit?' },
  needs: 'view.alerts',
  weight: 2.5,
  leastRows: 10,
  load: () => import('./OverStandardPanel.vue'),
})
