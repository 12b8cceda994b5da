import { MINUTE_MS } from '../../../kernel/time/time.ts'
import { number, percent, UNITS } from '../../fields.ts'
import type { FeedId, Text } from '../../parameter.ts'
import { VEHICLE_PARAMETERS } from '../../../vehicles/rules/parameters/parameters.ts'
import { own, text, type Shape } from '../shape.ts'

const LIVE_UNITS: Record<(typeof VEHICLE_PARAMETERS)[keyof typeof VEHICLE_PARAMETERS]['unit'], Text> = {
  m: UNITS.metres,
  'km/h': UNITS.kmh,
  min: UNITS.minutes,
  s: UNITS.seconds,
  clock: text('时', 'h'),
  points: UNITS.points,
  '%': text('%', '%'),
  '°': UNITS.degrees,
}

/** Thresholds of the live rules, as their domain declares them. What a public text gives is revised only by another. */
export const live = (): Record<string, Shape> =>
  Object.fromEntries(
    Object.entries(VEHICLE_PARAMETERS).map(([key, { zh, en, unit, min, max, citation, rules }]) => [
      `live.${key}`,
      {
        name: text(zh, en),
        fields: [
          {
            ...number(`vehicleValues.${key}`, [min, max], { unit: LIVE_UNITS[unit] }),
            ...(unit === 'clock' ? { kind: 'hour' as const } : {}),
          },
        ],
        citation,
        feeds: rules as readonly FeedId[],
        ...(citation.mark === 'D' ? {} : { edit: 'basis' as const }),
      },
    ]),
  )

export const STORM_SHAPES: Record<string, Shape> = {
  ledgerCalls: {
    name: text('台账类预警起点(每百辆案件数)', 'Ledger alerts from (cases per 100 vehicles)'),
    fields: [percent('ledgerCalls.share', [0, 1000])],
    citation: own('预警分级:份额、趋势、逾期'),
    feeds: ['VH-01', 'VH-03', 'VH-04', 'VH-07', 'VH-14', 'VH-15', 'VH-16', 'VH-17', 'VT-01', 'VO-01'],
  },
  liveCalls: {
    name: text('实时预警起点(正在发生)', 'Live alerts from (going on)'),
    fields: [
      percent('liveCalls.share', [0, 100], {
        id: 'share',
        name: text('占本县车辆', "of the county's vehicles"),
        decimals: 1,
      }),
      number('liveCalls.goesOnMs', [1, 240], {
        id: 'window',
        name: text('末次上报后仍算正在发生', 'goes on after the last report for'),
        unit: UNITS.minutes,
        scale: MINUTE_MS,
      }),
    ],
    citation: own('预警分级:正在发生、份额'),
    feeds: ['VH-02', 'VH-05', 'VH-06', 'VH-08', 'VH-09', 'VH-10', 'VH-11', 'VH-12', 'VA-01'],
  },
  storm: {
    name: text('群发归并(同一事件)', 'Grouping of a storm'),
    fields: [
      number('storm.units', [2, 100], {
        id: 'units',
        name: text('同区单位', 'units of a region'),
        unit: UNITS.units,
      }),
      number('storm.parts', [2, 20], {
        id: 'parts',
        name: text('下级地区', 'parts of a region'),
        unit: text('个', ''),
      }),
      number('storm.windowMs', [1, 120], {
        id: 'window',
        name: text('时间窗', 'window'),
        unit: UNITS.minutes,
        scale: MINUTE_MS,
      }),
    ],
    citation: own('群发归并'),
    feeds: ['VH-05', 'VH-06', 'VH-09', 'VH-10', 'VH-11', 'VH-12'],
  },
}
