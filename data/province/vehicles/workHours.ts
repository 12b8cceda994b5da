/** 工作时段 as a county publishes them: its region's, and those of units that keep a watch, shifts or longer counters. */
import type { UnitRecord, WorkingHoursRecord } from '#shared/protocol/platform.ts'
import type { CountyContext } from '../housing/context.ts'
import { stamp } from '../made/stamp.ts'

type Rows = WorkingHoursRecord['rows']
const span = (from: string, to: string): { from: string; to: string } => ({ from, to })
const YEAR = { from: '01-01', to: '12-31' } as const

/** 夏令、冬令作息: later evenings while the days are long; drivers set off an hour before the offices open and are home after them. */
const SEASONS: Rows = [
  { from: '05-01', to: '09-30', days: 'workdays', spans: [span('06:30', '20:30')] },
  { from: '10-01', to: '04-30', days: 'workdays', spans: [span('07:00', '20:00')] },
]
const WATCH: Rows = [{ ...YEAR, days: 'all', spans: [span('00:00', '24:00')] }]
/** 早班、中班, on rest days too; none on public holidays. */
const SHIFTS: Rows = [
  { ...YEAR, days: 'workdays', spans: [span('06:00', '14:30'), span('14:00', '22:30')] },
  { ...YEAR, days: 'restdays', spans: [span('06:00', '14:30'), span('14:00', '22:30')] },
]
/** 政务服务 counters that open on rest days. */
const COUNTER: Rows = [...SEASONS, { ...YEAR, days: 'restdays', spans: [span('08:00', '18:00')] }]

const KEPT: readonly (readonly [RegExp, string, Rows])[] = [
  [/应急|公安|消防/, '24 小时值班', WATCH],
  [/城市管理|交通运输|执法/, '早中班', SHIFTS],
  [/行政审批|政务服务/, '含周六周日窗口', COUNTER],
]

/** The county's own table goes before any of its city or province. */
export const makeWorkHours = (context: CountyContext, units: readonly UnitRecord[]): WorkingHoursRecord[] => {
  const rng = context.stream('work-hours')
  const { code, name } = context.county
  const table = (id: string, unit: string | null, title: string, rows: Rows): WorkingHoursRecord => ({
    id,
    region: code,
    unit,
    name: title,
    rows,
    since: null,
    until: null,
    updatedAt: stamp(rng, context),
  })
  const own = units.flatMap((unit) => {
    const kept = KEPT.find(([pattern]) => pattern.test(unit.name))
    return kept
      ? [
          table(
            `W${code}-${unit.id}`.slice(0, 64),
            unit.id,
            `${unit.name}作息时间(${kept[1]})`.slice(0, 60),
            kept[2],
          ),
        ]
      : []
  })
  return [table(`W${code}`, null, `${name}机关冬夏令作息时间`.slice(0, 60), SEASONS), ...own]
}
