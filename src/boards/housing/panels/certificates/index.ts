import { panel } from '../../../panel.ts'

export default panel({
  id: 'certificates',
  placement: 'scene',
  title: { zh: '权属办证', en: 'Title certificates' },
  question: { zh: '多少房产办齐了证?', en: 'How much is certified?' },
  needs: 'view.places',
  weight: 1,
  leastRows: 6.5,
  load: () => import('./CertificatesPanel.vue'),
})
