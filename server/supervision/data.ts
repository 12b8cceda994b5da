import type { SourceStatus } from '#shared/protocol/http.ts'
import type { AlertDraft } from '#shared/supervision/alert.ts'
import type { CalendarState } from '#shared/supervision/calendar/calendar.ts'
import { calendarAlert } from '#shared/supervision/calendar/calendarAlert.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { COLLECTION_NAMES, DEFINITION_OF } from '#shared/protocol/platform/collections.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { OpenFaults } from '../common/ports/alerts.ts'

/** What a source brings, as a sentence begins with it. */
const BROUGHT: Readonly<Record<SourceStatus['brings'], { zh: string; en: string }>> = {
  ledger: { zh: '台账', en: 'ledger' },
  positions: { zh: '车辆位置', en: 'vehicle positions' },
  readings: { zh: '用能读数', en: 'energy readings' },
}
type Words = (typeof BROUGHT)['ledger']
/** Records that were turned away, in words: what their source brings and what they are; neither's id is for a screen. */
const turnedAway = (brings: SourceStatus['brings'] | undefined, collection: string): Words => {
  const known = COLLECTION_NAMES.find((name) => name === collection)
  const names: Words[] = [
    ...(brings ? [BROUGHT[brings]] : []),
    ...(known ? [DEFINITION_OF[known].title] : []),
  ]
  return {
    zh: names.map(({ zh }) => zh).join('·') || '来件',
    en: names.map(({ en }) => en).join(', ') || 'what came',
  }
}
type At = Pick<AlertDraft, 'region' | 'place' | 'placeName' | 'unit'>

export interface DataWatchDeps {
  readonly quarantine: { openCounts(): Promise<readonly OpenFaults[]> }
  readonly statuses: () => readonly SourceStatus[]
  /** Sources whose positions all lie off by the same. */
  readonly shifts: { drafts(at: At, now: EpochMs): readonly AlertDraft[] }
  /** Code and name of the province; undefined until the regions are there. */
  readonly province: () => { code: string; name: string } | undefined
  readonly calendarState: (today: DayString) => CalendarState
  readonly rules: Rules
  readonly clock: Clock
}
export interface DataWatch {
  /** DQ-01 to DQ-04; null before the regions are there. */
  drafts(): Promise<AlertDraft[] | null>
}

export const makeDataWatch = (deps: DataWatchDeps): DataWatch => {
  const { quarantine, statuses, shifts, calendarState, rules, clock } = deps
  const awaySince = new Map<string, number>()

  const drafts = async (): Promise<AlertDraft[] | null> => {
    const province = deps.province()
    if (!province) return null
    const at = { region: province.code, place: province.code, placeName: province.name, unit: null }
    const counts = await quarantine.openCounts()
    const sources = statuses()
    const bad = counts.map(({ source, collection, count, sample }): AlertDraft => {
      const { zh, en } = turnedAway(sources.find(({ name }) => name === source)?.brings, collection)
      return {
        id: `DQ-01:${source}:${collection}`,
        rule: 'DQ-01',
        severity: 'yellow',
        ...at,
        text: {
          zh: `${zh}有 ${count} 条记录未过校验${sample ? `,如 ${sample}` : ''}`,
          en: `${en}: ${count} records failed validation${sample ? `, e.g. ${sample}` : ''}`,
        },
        count,
      }
    })
    return [...bad, ...judgeSources(at), ...shifts.drafts(at, clock()), ...judgeCalendar(at)]
  }

  const judgeCalendar = (at: At): AlertDraft[] => {
    const today = dayOf(clock())
    const draft = calendarAlert(today, calendarState(today), at)
    return draft === null ? [] : [draft]
  }

  const judgeSources = (at: At): AlertDraft[] =>
    statuses().flatMap(({ name, state, brings }) => {
      if (state !== 'backing-off') {
        awaySince.delete(name)
        return []
      }
      const since = awaySince.get(name) ?? clock()
      awaySince.set(name, since)
      const away = clock() - since
      if (away < rules().away.yellowMs) return []
      return [
        {
          id: `DQ-02:${name}`,
          rule: 'DQ-02',
          severity: away < rules().away.redMs ? 'yellow' : 'red',
          ...at,
          text: {
            zh: `${BROUGHT[brings].zh}中断,正在重连`,
            en: `${BROUGHT[brings].en} cut off, reconnecting`,
          },
          count: 1,
        } as const,
      ]
    })

  return { drafts }
}
