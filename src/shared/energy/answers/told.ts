import { z } from 'zod'

const nullable = z.number().nullable()
const bilingual = z.object({ zh: z.string(), en: z.string() })
const verdict = z.enum(['advanced', 'good', 'within', 'over'])
/**
 * %, on what was held out; the naïve way's beside it. `n` and `naiveN`: of how many hours or days each is the
 * mean, 0 in what was told before they were kept.
 */
const errorPair = z.object({
  model: nullable,
  naive: nullable,
  n: z.number().default(0),
  naiveN: z.number().default(0),
})

const chosenFactorSchema = z.object({
  medium: z.enum(['grid', 'gas', 'heat', 'coal', 'oil', 'lpg']),
  region: z.string(),
  regionName: bilingual,
  year: nullable,
  value: z.number(),
  source: z.string(),
  mark: z.enum(['T', 'S', 'V', 'M', 'D']),
  validFrom: z.string(),
  ofYear: z.boolean(),
  rule: bilingual,
})
const factorsSchema = z.object({ year: z.number(), grid: chosenFactorSchema, gas: chosenFactorSchema })
export type EnergyFactors = z.infer<typeof factorsSchema>

/** Beside electricity and gas; 0 where a building uses none. */
const furtherSchema = z.object({
  heatMj: z.number().default(0),
  coolMj: z.number().default(0),
  pvKwh: z.number().default(0),
  coalKg: z.number().default(0),
  oilKg: z.number().default(0),
  lpgKg: z.number().default(0),
})
const last12Schema = furtherSchema.extend({
  electricityKwh: z.number(),
  gasM3: z.number(),
  waterM3: z.number(),
})
/** A year's burn-down: cumulative kWh at the end of each month, January first. */
const yearPathSchema = z.object({
  year: z.number(),
  usedKwh: z.number(),
  projectedKwh: nullable,
  budget: z.array(nullable),
  actual: z.array(nullable),
  projection: z.array(nullable),
  overrunDay: z.string().nullable(),
})
/**
 * A finished month whose records are on their way: `guessed` buildings stand at last year's month × growth,
 * the others not `reported` at the sum of their days.
 */
const awaitedSchema = z.object({
  month: z.string(),
  reported: z.number(),
  guessed: z.number(),
  buildings: z.number(),
})
/** `quotaYear` before the year of the path: the new quota is not published yet. */
const yearSchema = z.object({
  path: yearPathSchema,
  quotaKwh: nullable,
  quotaYear: nullable.default(null),
  basis: z.string().nullable(),
  awaited: z.array(awaitedSchema).default([]),
  gasM3: z.number(),
  gasUntil: z.string().nullable(),
  further: furtherSchema.prefault({}),
  error: z.object({ model: nullable, naive: nullable }),
})

const keyPlaceSchema = z.object({
  id: z.enum(['machineRoom', 'canteen', 'boiledWater', 'boilerHouse']),
  meters: z.number(),
  todayKwh: nullable,
  todayM3: nullable,
  eue: z.object({ value: z.number(), verdict }).nullable(),
})
export type KeyPlaceRow = z.infer<typeof keyPlaceSchema>

const factSchema = z.object({
  name: bilingual,
  value: z.number(),
  unit: z.string(),
  decimals: z.number(),
  of: z.object({ value: z.number(), unit: z.string(), decimals: z.number() }).optional(),
})
const anomalySchema = z.object({
  kind: z.enum(['night-high', 'rest-as-work', 'jump', 'flat', 'empty-load', 'gap', 'leak', 'imbalance']),
  day: z.string(),
  severity: z.enum(['yellow', 'red']),
  facts: z.array(factSchema),
})
const nightSchema = z.object({ day: z.string(), nightKw: z.number(), usualKw: nullable, workKw: nullable })

/** A part of the region, its year so far and at its end; `quotaKwh` null where the platform gave none. */
const yearPartSchema = z.object({
  id: z.string(),
  name: z.string(),
  usedKwh: z.number(),
  projectedKwh: nullable,
  quotaKwh: nullable,
  buildings: z.number(),
})

/** GET /api/energy/summary?region=. Amounts are physical: the screen converts them under the 口径 that it shows. */
export const energySummarySchema = z.object({
  region: z.string(),
  todayKwh: z.number(),
  monthKwh: z.number(),
  year: yearSchema,
  last12: last12Schema,
  factors: factorsSchema,
  /** Buildings by verdict of the last twelve months' kgce/m² (in the reference standard's own 口径) against the reference table. */
  verdicts: z.object({
    advanced: z.number(),
    good: z.number(),
    within: z.number(),
    over: z.number(),
    unknown: z.number(),
  }),
  overruns: z.number(),
  buildings: z.number(),
  /** The regions below, or the buildings where there are none. */
  parts: z.array(yearPartSchema).default([]),
  night: nightSchema.nullable(),
  keyPlaces: z.array(keyPlaceSchema),
  /** When the background work last looked; null before its first time. */
  toldAt: nullable,
  asOf: z.number(),
})
export type EnergySummary = z.infer<typeof energySummarySchema>

/** Of the held-out hours, the share that the band held, 0–1; null where nothing was held out. */
const coverageSchema = z.object({ share: nullable, hours: z.number() }).default({ share: null, hours: 0 })
const hourSchema = z.object({ at: z.number(), kw: z.number(), low: z.number(), high: z.number() })
/**
 * GET /api/energy/forecast?region=: today and the two days after it by hour, kW, with the band that means to
 * hold 80 % of the hours, the error on days that the fit never saw and what the band held of them.
 */
export const energyForecastSchema = z.object({
  region: z.string(),
  hours: z.array(hourSchema),
  holdOut: z.object({
    hourly: errorPair,
    daily: errorPair,
    days: z.array(z.string()),
    coverage: coverageSchema,
  }),
  /** Share of the regression in the blend with the seasonal naïve. */
  weight: nullable,
  trainedOn: z.number(),
  /** Hours of the history that were filled from like days because a building was not read, 0–1. */
  filled: z.number(),
  /** Hours of the history, of every building in it. */
  filledOf: z.number().default(0),
  /** Tomorrow ÷ the mean of the last days of its type. */
  above: nullable,
  /** How many such days. */
  aboveOf: z.number().default(0),
  weather: z.array(z.object({ day: z.string(), meanC: z.number(), kind: z.enum(['measured', 'forecast']) })),
  toldAt: nullable,
  asOf: z.number(),
})
export type EnergyForecast = z.infer<typeof energyForecastSchema>

/** GET /api/energy/anomalies?region=&limit=: red first. */
export const energyAnomaliesSchema = z.object({
  rows: z.array(anomalySchema.extend({ building: z.string(), name: z.string(), region: z.string() })),
  total: z.number(),
  byKind: z.record(z.string(), z.number()),
  toldAt: nullable,
  asOf: z.number(),
})
export type EnergyAnomalies = z.infer<typeof energyAnomaliesSchema>

/** `metered`: share of the electricity whose special use 分项 meters count, 0–1; of the rest it is the usual one. */
const vacancyRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['region', 'building', 'unit']),
  kwh: z.number(),
  idleDm2: z.number(),
  usableDm2: z.number(),
  electricityKwh: z.number(),
  specialShare: z.number(),
  metered: z.number().default(0),
})
/**
 * GET /api/energy/vacancy?region=&by=: the electricity of empty rooms in twelve months, largest first;
 * `allotted`: what 分户 gave the empty rooms of the region yesterday.
 */
export const energyVacancySchema = z.object({
  by: z.enum(['region', 'building', 'unit']),
  rows: z.array(vacancyRowSchema),
  shown: z.number(),
  total: z.number(),
  sum: vacancyRowSchema,
  allotted: z.object({ day: z.string(), kwh: z.number() }).nullable(),
  toldAt: nullable,
  asOf: z.number(),
})
export type EnergyVacancy = z.infer<typeof energyVacancySchema>

const indicatorSchema = z.object({
  indicator: z.enum([
    'areaNonHeating',
    'areaHeatingDistrict',
    'areaHeatingAir',
    'areaHeatingGas',
    'perHead',
    'usualElectricity',
    'eue',
    'waterPerHead',
  ]),
  value: z.number(),
  constraint: z.number(),
  benchmark: z.number(),
  guide: z.number(),
  verdict,
})
/** GET /api/energy/buildings/:id/told. */
export const energyToldSchema = z.object({
  building: z.string(),
  year: yearSchema,
  factors: factorsSchema,
  last12: last12Schema,
  quota: z.object({
    kgcePerM2: nullable,
    level: z.enum(['province', 'city', 'below']),
    zone: z.enum(['A', 'B']),
    constraint: z.number(),
    benchmark: z.number(),
    guide: z.number(),
    verdict: verdict.nullable(),
    source: z.string(),
    indicators: z.array(indicatorSchema).default([]),
  }),
  night: nightSchema.nullable(),
  anomalies: z.array(anomalySchema),
  keyPlaces: z.array(keyPlaceSchema),
  vacancy: vacancyRowSchema.nullable(),
  forecast: energyForecastSchema.nullable(),
  toldAt: nullable,
  asOf: z.number(),
})
export type EnergyTold = z.infer<typeof energyToldSchema>
