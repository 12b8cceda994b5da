import { pageGroup } from '../panel.ts'

export const HOUSING_PAGES = pageGroup({ id: 'housing', title: { zh: '办公用房', en: 'Offices' }, order: 10 })
