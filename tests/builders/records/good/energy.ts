import type { Base, Good } from './base.ts'

const DAY = 86_400_000

export const energyRecords = ({
  id,
  now,
  county,
  stamped,
  yesterday,
  month,
  year,
  hours,
}: Base): Pick<
  Good,
  'meters' | 'meter-days' | 'energy-months' | 'energy-quotas' | 'energy-days' | 'weather-days'
> => ({
  meters: {
    id: id('M'),
    building: id('B'),
    item: 'total',
    name: '总表',
    ratedKw: 100,
    ratio: 40,
    digits: 6,
    changes: [{ at: now - DAY, last: 100, first: 0 }],
    ...stamped,
  },
  'meter-days': {
    meter: id('M'),
    day: yesterday,
    values: Array.from({ length: 96 }, () => 1),
    ...stamped,
    updatedAt: now,
  },
  'energy-months': {
    building: id('B'),
    month,
    electricityKwh: 10_000,
    gasM3: 100,
    waterM3: 300,
    heatGj: 1,
    coolGj: 1,
    pvKwh: 1,
    coalKg: 1,
    oilKg: 1,
    lpgKg: 1,
    ...stamped,
  },
  'energy-quotas': { building: id('B'), year, electricityKwh: 200_000, basis: '定额', ...stamped },
  'energy-days': { building: id('B'), day: yesterday, values: hours, water: hours, ...stamped },
  'weather-days': { region: county, day: yesterday, meanC: 20, kind: 'measured', ...stamped },
})
