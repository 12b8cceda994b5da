import { OWN, type VehicleParameter } from './parameter.ts'

export const ORDERS = {
  orderSlack: {
    rules: ['VH-02', 'VH-05', 'VH-06'],
    zh: '派车单前后允差',
    en: 'an order covers so long before and after it',
    unit: 'min',
    default: 30,
    min: 0,
    max: 240,
    citation: OWN('派车单允差'),
  },
  early: {
    rules: ['VH-06'],
    zh: '早于派车单出车的识别窗',
    en: 'a departure so long before its order is early',
    unit: 'min',
    default: 120,
    min: 30,
    max: 720,
    citation: OWN('提前出车'),
  },
  overrun: {
    rules: ['VH-05', 'VH-06'],
    zh: '晚归上限,再晚为无单',
    en: 'a late return so long is still of its order',
    unit: 'min',
    default: 90,
    min: 0,
    max: 720,
    citation: OWN('晚归'),
  },
  home: {
    rules: ['VH-06'],
    zh: '回场停留判定收车',
    en: 'standing at base ends a trip',
    unit: 'min',
    default: 5,
    min: 1,
    max: 60,
    citation: OWN('收车'),
  },
} as const satisfies Record<string, VehicleParameter>
