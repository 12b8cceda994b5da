import { pageGroup } from '../panel.ts'

export const STANDARDS_PAGES = pageGroup({
  id: 'standards',
  title: { zh: '标准与口径', en: 'Standards' },
  order: 40,
})
