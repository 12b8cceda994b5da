import type { ScenePanelManifest } from '../../../panel.ts'

export default {
  id: 'certificates',
  placement: 'scene',
  title: { zh: '权属办证', en: 'Title certificates' },
  needs: 'view.places',
  weight: 1,
  load: () => import('./CertificatesPanel.vue'),
} satisfies ScenePanelManifest
