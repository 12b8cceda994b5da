import { pageGroup } from '../panel.ts'

export const SUPERVISION_PAGES = pageGroup({
  id: 'supervision',
  title: { zh: '统计与预警', en: 'Figures' },
  order: 30,
})
