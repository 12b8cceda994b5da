import { lateLayer } from '../late/read.ts'

/** 道路: the platform's own roads by class, over the fills. */
export default lateLayer({
  id: 'roads',
  name: { zh: '道路', en: 'Roads' },
  level: 25,
  load: () => import('./read.ts'),
})
