import type { HistoryName, MeterDayRecord, PositionRecord, ReadingRecord } from '#shared/protocol/platform.ts'
import type { DriverCard } from '#shared/vehicles/drivers.ts'
import type { SourceBatch } from '../directory/types.ts'

type Records = Extract<SourceBatch, { kind: 'records' }>
/** Past days of buildings and of the weather, for baselines and forecasts. */
export type ArchiveRecords = Extract<Records, { collection: 'energy-days' | 'weather-days' }>
/** Past tracks and what platforms counted of them. */
export type HistoryRecords = Extract<Records, { collection: HistoryName }>

/** Where intake hands on what came; durable when it resolves, a repeat changes nothing. */
interface Door<Items> {
  accept(source: string, items: Items): Promise<void>
}
export type PositionsDoor = Door<readonly PositionRecord[]>
export type DriversDoor = Door<readonly DriverCard[]>
export type ArchiveDoor = Door<ArchiveRecords>
export type HistoryDoor = Door<HistoryRecords>
export interface ReadingsDoor {
  acceptReadings(source: string, items: readonly ReadingRecord[]): Promise<void>
  /** Answers those that were kept; days of unknown meters go to quarantine. */
  acceptDays(source: string, items: readonly MeterDayRecord[]): Promise<readonly MeterDayRecord[]>
}
