import { pageGroup } from '../panel.ts'

export const VEHICLES_PAGES = pageGroup({
  id: 'vehicles',
  title: { zh: '公务用车', en: 'Vehicles' },
  order: 20,
})
