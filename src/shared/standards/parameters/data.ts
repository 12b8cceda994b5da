import { DAY_MS, MINUTE_MS } from '../../kernel/time/time.ts'
import { number, percent, UNITS } from '../fields.ts'
import type { Parameter } from '../parameter.ts'
import { own, section, text } from './shape.ts'

const AT_INTAKE = text(
  '校验在记录入库时作出并随记录保存,改动须由各平台重报全部台账',
  'Checks are made and kept when a record comes in; a change would need all platforms to send their ledgers anew',
)

/** 数据: how fresh a record is, when a source is away, and when its positions are shifted. */
export const DATA_PARAMETERS: readonly Parameter[] = [
  ...section('data', 'data-quality', {
    fresh: {
      name: text('时效性:记录更新期限', 'Timeliness: a record is fresh for'),
      fields: [number('quality.freshMs', [7, 3650], { unit: UNITS.days, scale: DAY_MS })],
      citation: own('数据质量 时效性'),
      feeds: ['quality'],
    },
    area: {
      name: text('图纸面积与台账面积允差', 'Drawn against written area'),
      fields: [percent('quality.area', [0, 100])],
      citation: own('数据质量 准确性'),
      locked: AT_INTAKE,
      feeds: ['quality'],
    },
    share: {
      name: text('共用房间分摊合计允差', 'Shares of a room in all'),
      fields: [percent('quality.share', [0, 100])],
      citation: own('数据质量 准确性'),
      locked: AT_INTAKE,
      feeds: ['quality'],
    },
  }),
  ...section('data', 'data-sources', {
    away: {
      name: text('数据来源中断', 'Source away'),
      fields: [
        number('away.yellowMs', [0.5, 120], {
          id: 'yellow',
          name: text('提醒', 'yellow'),
          unit: UNITS.minutes,
          decimals: 1,
          scale: MINUTE_MS,
        }),
        number('away.redMs', [1, 1440], {
          id: 'red',
          name: text('报警', 'red'),
          unit: UNITS.minutes,
          decimals: 1,
          scale: MINUTE_MS,
        }),
      ],
      relation: 'rising',
      citation: own('来源中断'),
      feeds: ['DQ-02'],
    },
    shift: {
      name: text('定位整体偏移', 'Positions shifted'),
      fields: [
        number('shift.leastM', [50, 2000], {
          id: 'least',
          name: text('偏移不小于', 'shift at least'),
          unit: UNITS.metres,
        }),
        number('shift.farM', [500, 20_000], {
          id: 'far',
          name: text('距车场不远于', 'from the depot at most'),
          unit: UNITS.metres,
        }),
        number('shift.vehicles', [3, 200], {
          id: 'vehicles',
          name: text('车辆不少于', 'vehicles at least'),
          unit: UNITS.vehicles,
        }),
        number('shift.depots', [1, 50], {
          id: 'depots',
          name: text('车场不少于', 'depots at least'),
          unit: text('处', ''),
        }),
        number('shift.spreadM', [10, 1000], {
          id: 'spread',
          name: text('离散不大于', 'spread at most'),
          unit: UNITS.metres,
        }),
        percent('shift.spreadShare', [1, 100], {
          id: 'spreadShare',
          name: text('离散占偏移', 'spread of the shift'),
        }),
        number('shift.matchM', [10, 500], {
          id: 'match',
          name: text('与坐标系误用相差', 'from a coordinate mistake'),
          unit: UNITS.metres,
        }),
      ],
      citation: own('夜间停放位置与车场比对'),
      feeds: ['DQ-03'],
    },
  }),
  ...section('data', 'data-targets', {
    certified: {
      name: text('办证率不低于', 'Certified area at least'),
      fields: [percent('targets.certified', [0, 100], { decimals: 1 })],
      citation: own('大屏判定目标'),
      feeds: ['target-certified'],
    },
    compliance: {
      name: text('无未结问题的车辆比例不低于', 'Vehicles without an open finding at least'),
      fields: [percent('targets.compliance', [0, 100], { decimals: 1 })],
      citation: own('大屏判定目标'),
      feeds: ['target-compliance'],
    },
    trips: {
      name: text('行程核验无问题的比例不低于', 'Judged trips without a finding at least'),
      fields: [percent('targets.trips', [0, 100], { decimals: 1 })],
      citation: own('大屏判定目标'),
      feeds: ['target-trips'],
    },
  }),
]
