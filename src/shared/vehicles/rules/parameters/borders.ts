import { OWN, type VehicleParameter } from './parameter.ts'

export const BORDERS = {
  fencePoints: {
    rules: ['VH-09'],
    zh: '越界连续点数',
    en: 'reports in a row outside a fence',
    unit: 'points',
    default: 3,
    min: 1,
    max: 20,
    citation: OWN('围栏连续点数'),
  },
  fenceHeld: {
    rules: ['VH-09'],
    zh: '越界最短持续',
    en: 'shortest time outside a fence',
    unit: 's',
    default: 10,
    min: 0,
    max: 600,
    citation: OWN('围栏迟滞'),
  },
  fenceSlack: {
    rules: ['VH-09'],
    zh: '越界距离迟滞',
    en: 'distance past a border before it counts',
    unit: 'm',
    default: 50,
    min: 0,
    max: 500,
    citation: OWN('围栏迟滞'),
  },
  silent: {
    rules: ['VH-12'],
    zh: '离线时长',
    en: 'silent for longer',
    unit: 'min',
    default: 120,
    min: 5,
    max: 2880,
    citation: OWN('离线时长'),
  },
} as const satisfies Record<string, VehicleParameter>
