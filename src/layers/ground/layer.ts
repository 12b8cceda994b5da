import { lateLayer } from '../late/read.ts'

/** 底图: sea, land and coast, and the counties of neighbouring provinces. No border of any other country is drawn. */
export default lateLayer({
  id: 'ground',
  name: { zh: '底图', en: 'Ground' },
  level: 0,
  load: () => import('./read.ts'),
})
