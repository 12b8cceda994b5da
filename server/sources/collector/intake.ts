import type { MeterItem, ReadingRecord } from '#shared/protocol/platform.ts'
import { cutText } from '#shared/kernel/text.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { rejectWhole } from '../door.ts'
import type { SourceRegisters } from '../registers.ts'
import type { Rejected } from '../Source.ts'
import { shapeOf } from '../turnedAway.ts'
import type { CollectorConfig, CollectorGateway } from './config.ts'
import { readRaw } from './raw.ts'
import type { FunctionSample } from './xml.ts'

/**
 * 分类分项 coding of the guide (五位: 分类 2 + 分项 1 + 一级子项 1 + 二级子项 1) where it is not our item itself: 电、水、燃气、
 * 集中供热、集中供冷、煤、液化石油气、柴油、可再生能源 as wholes; the last four numbers are [M]. 03A00 and 03B00 for the gas of canteens and boilers are 本系统口径 [D].
 */
const CODINGS: Readonly<Record<string, MeterItem>> = {
  '01000': 'total',
  '02000': 'water',
  '03000': 'gas',
  '03A00': 'gas-canteen',
  '03B00': 'gas-boiler',
  '04000': 'heat',
  '05000': 'cool',
  '07000': 'coal',
  '08000': 'lpg',
  '12000': 'oil',
  '13000': 'pv',
}

/** What one upload came to. */
interface Intake {
  readonly readings: readonly ReadingRecord[]
  readonly rejected: readonly Rejected[]
}

interface Sample {
  readonly meter: string
  readonly at: EpochMs
  readonly total: number
}

/** One collector's memory while the server runs: which of its functions feeds which meter. */
export interface CollectorIntake {
  take(samples: readonly FunctionSample[], parsed: boolean): Intake
}

interface IntakeDeps {
  readonly config: CollectorConfig
  readonly registers: SourceRegisters
  readonly gateway: CollectorGateway
}

/** One collector, and which of its functions feeds which meter. */
interface From extends IntakeDeps {
  readonly building: string
  readonly feeds: Map<string, string>
}

const refuse = (
  { config, gateway }: From,
  sample: FunctionSample,
  field: string,
  reason: string,
): Rejected => ({
  ...rejectWhole(config.name, 'collector', reason, sample),
  recordId: cutText(`${gateway.building}/${gateway.gateway}/${sample.meter}/${sample.function}`, 128),
  field,
})

/** Our meter for a function, or why there is none. */
const meterOf = (
  { registers, building, gateway }: From,
  sample: FunctionSample,
): { readonly id: string } | { readonly why: string } => {
  const meters = registers.metersOf(building)
  if (meters.length === 0)
    return { why: `expected a building of the register with meters, found ${building}` }
  const named =
    gateway.meters[`${sample.meter}/${sample.function}`] ??
    gateway.meters[sample.meter] ??
    gateway.meters[sample.coding]
  if (named !== undefined)
    return meters.some(({ id }) => id === named)
      ? { id: named }
      : { why: `expected a meter of ${building}, the configuration names ${named}` }
  const item = CODINGS[sample.coding] ?? sample.coding
  const found = meters.filter((meter) => meter.item === item)
  if (found.length === 1) return found[0] as { id: string }
  return {
    why: `expected one meter of ${building} for coding "${sample.coding}", found ${found.length}: name it in the source's configuration`,
  }
}

const faultOf = ({ config }: From, sample: FunctionSample): { field: string; reason: string } | null => {
  if (!sample.connected) return { field: 'conn', reason: 'the collector says that the meter does not answer' }
  if (!config.goodErrors.includes(sample.error))
    return {
      field: 'error',
      reason: `expected error ${config.goodErrors.filter(Boolean).join(' or ')}, found ${shapeOf(sample.error)}`,
    }
  if (sample.at === null)
    return { field: 'sample_time', reason: `expected YYYYMMDDhhmmss, found ${shapeOf(sample.time)}` }
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(sample.value))
    return { field: 'value', reason: `expected a register of 0 or more, found ${shapeOf(sample.value)}` }
  return null
}

const read = (from: From, sample: FunctionSample): Sample | Rejected => {
  const { feeds } = from
  const fault = faultOf(from, sample)
  if (fault) return refuse(from, sample, fault.field, fault.reason)
  const meter = meterOf(from, sample)
  if ('why' in meter) return refuse(from, sample, 'coding', meter.why)
  const feed = `${sample.meter}/${sample.function}`
  const feeder = feeds.get(meter.id) ?? feed
  if (feeder !== feed)
    return refuse(
      from,
      sample,
      'coding',
      `meter ${meter.id} is fed by ${feeder} already: name this one in the source's configuration`,
    )
  feeds.set(meter.id, feed)
  return { meter: meter.id, at: sample.at as EpochMs, total: Number(sample.value) }
}

/** parser=no: what the meter's own frame says stands for the value. */
const readFrame = (from: From, sample: FunctionSample): Sample | Rejected => {
  const { gateway } = from
  if (!sample.connected) return read(from, sample)
  const frame = readRaw(sample.value, gateway.protocols[sample.meter] ?? null, sample.meterName)
  return 'reason' in frame
    ? refuse(from, sample, frame.field, frame.reason)
    : read(from, { ...sample, value: frame.value })
}

/** The readings of one upload, an instant each. */
const takeUpload = (from: From, samples: readonly FunctionSample[], parsed: boolean): Intake => {
  const rejected: Rejected[] = []
  const byTime = new Map<EpochMs, Map<string, number>>()
  for (const raw of samples.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    const sample = parsed ? read(from, raw) : readFrame(from, raw)
    if ('reason' in sample) {
      rejected.push(sample)
      continue
    }
    byTime.set(
      sample.at,
      (byTime.get(sample.at) ?? new Map<string, number>()).set(sample.meter, sample.total),
    )
  }
  const readings = [...byTime].map(([at, totals]) => ({
    building: from.building,
    at,
    meters: [...totals].map(([meter, total]) => ({ meter, total, kw: null })),
  }))
  return { readings, rejected }
}

/** From a collector's functions to readings of our meters. Registers that fall are judged where all ways of readings come together. */
export const makeIntake = (deps: IntakeDeps): CollectorIntake => {
  const { building, here } = deps.gateway
  const from: From = { ...deps, building: here ?? building, feeds: new Map() }
  return { take: (samples, parsed) => takeUpload(from, samples, parsed) }
}
