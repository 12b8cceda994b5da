import { panel } from '../../../panel.ts'

export default panel({
  id: 'certificates',
  placement: 'scene',
  title: { zh: '权属办证', en: 'Title certificates' },
  question: { zh: '有多少房产办齐了证?', en: 'How much of the property has its certificates?' },
  needs: 'view.places',
  weight: 1,
  load: () => import('./CertificatesPanel.vue'),
})
