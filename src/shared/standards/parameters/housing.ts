import { GRADES, ORGAN_LEVELS, gradeName } from '../../housing/grades.ts'
import { choice, number, percent, RED, UNITS, YELLOW } from '../fields.ts'
import type { Parameter } from '../parameter.ts'
import {
  AREA_LIMITS,
  CANTEEN,
  EQUIPMENT_SHARE,
  GARAGE,
  IDLE_DAYS,
  OVER_STANDARD,
  SECTION_ORGANS,
  SERVICE_RULES,
  USABLE_SHARE,
} from '../officeArea.ts'
import { own, section, text, type Shape } from './shape.ts'

const LEVELS = {
  central: text('中央机关', 'Central'),
  province: text('省级机关', 'Province'),
  city: text('市级机关', 'City'),
  county: text('县级机关', 'County'),
  township: text('乡级机关', 'Township'),
  'city-section': text('市级机关的科级直属、派出机构(地方规定)', 'Section organs of a city (local rule)'),
} as const
const AREA: readonly [number, number] = [1, 100]

const areaLimits = (): Record<string, Shape> =>
  Object.fromEntries(
    ([...ORGAN_LEVELS, 'city-section'] as const).map((level) => {
      const rows = AREA_LIMITS.map((row, i) => ({ row, i })).filter(({ row }) => row.level === level)
      return [
        `limit.${level}`,
        {
          name: text(`办公室使用面积上限 · ${LEVELS[level].zh}`, `Office area limit · ${LEVELS[level].en}`),
          fields: rows.map(({ row, i }) =>
            number(`areaLimits.${i}.limit`, AREA, {
              id: row.grade,
              name: text(gradeName(level, row.grade), `grade ${GRADES.indexOf(row.grade) + 1}`),
              unit: UNITS.m2,
              decimals: 1,
            }),
          ),
          citation: rows[0]?.row.citation as Shape['citation'],
          feeds: ['room-verdict', 'approved-area', 'OF-07'] as const,
        },
      ]
    }),
  )

const services = (): Record<string, Shape> =>
  Object.fromEntries(
    SERVICE_RULES.map(({ level, citation }, i) => [
      `service.${level}`,
      {
        name: text(`服务用房 · ${LEVELS[level].zh}`, `Service rooms · ${LEVELS[level].en}`),
        fields: [
          number(`services.${i}.low.upTo`, [1, 2000], {
            id: 'low',
            name: text('编制不多于', 'up to'),
            unit: UNITS.people,
          }),
          number(`services.${i}.low.perHead`, [1, 30], {
            id: 'lowArea',
            name: text('每人', 'each'),
            unit: UNITS.m2,
            decimals: 1,
          }),
          number(`services.${i}.high.from`, [2, 5000], {
            id: 'high',
            name: text('编制不少于', 'from'),
            unit: UNITS.people,
          }),
          number(`services.${i}.high.perHead`, [1, 30], {
            id: 'highArea',
            name: text('每人', 'each'),
            unit: UNITS.m2,
            decimals: 1,
          }),
        ],
        relation: 'line-down' as const,
        citation,
        feeds: ['approved-area'] as const,
      },
    ]),
  )

/** From which share of a county's things an alert calls someone. */
const calls = (
  key: string,
  zh: string,
  en: string,
  feed: 'OF-02' | 'OF-04' | 'OF-07' | 'OF-12' | 'OF-14',
): Shape => ({
  name: text(zh, en),
  fields: [percent(`housingAlerts.${key}`, [0, 100], { decimals: 1 })],
  citation: own('预警分级:份额、趋势、逾期'),
  feeds: [feed],
})

/** 办公用房: what the rules of offices are held to. */
export const HOUSING_PARAMETERS: readonly Parameter[] = [
  ...section('housing', 'housing-bands', {
    over: {
      name: text('超标预警(占核定面积)', 'Over-standard bands (of the limit)'),
      fields: [
        percent('over.yellow', [90, 150], { id: 'yellow', name: YELLOW }),
        percent('over.red', [100, 200], { id: 'red', name: RED }),
      ],
      relation: 'rising',
      citation: OVER_STANDARD.citation,
      feeds: ['room-verdict', 'OF-07'],
    },
    idle: {
      name: text('闲置预警(天)', 'Vacancy bands (days)'),
      fields: [
        number('idle.yellow', [1, 1000], { id: 'yellow', name: YELLOW, unit: UNITS.days }),
        number('idle.red', [1, 2000], { id: 'red', name: RED, unit: UNITS.days }),
      ],
      relation: 'rising',
      citation: IDLE_DAYS.citation,
      feeds: ['room-verdict', 'OF-14'],
    },
  }),
  ...section('housing', 'housing-alerts', {
    callsOver: calls(
      'over',
      '超标预警起点(占在用办公室)',
      'Over-standard alerts from (of offices in use)',
      'OF-07',
    ),
    callsIdle: calls('idle', '长期闲置预警起点(占房间)', 'Long-vacancy alerts from (of rooms)', 'OF-14'),
    callsLeavers: calls(
      'leavers',
      '未腾退预警起点(占在册人员)',
      "Leavers' alerts from (of people on the books)",
      'OF-04',
    ),
    callsSeveral: calls(
      'several',
      '一人多处预警起点(占在册人员)',
      'Alerts of several offices from (of people on the books)',
      'OF-02',
    ),
    callsCertificates: calls(
      'certificates',
      '未办证预警起点(占办公用房)',
      'Certificate alerts from (of properties)',
      'OF-12',
    ),
    mending: {
      name: text('腾退整改期限', 'Time to vacate, after the statutory month'),
      fields: [number('housingAlerts.mendDays', [1, 365], { unit: UNITS.days })],
      citation: own('整改期限'),
      feeds: ['OF-04'],
    },
    red: {
      name: text('县区预警转红', "A county's alert turns red"),
      fields: [
        number('housingAlerts.redTimes', [1, 10], {
          id: 'times',
          name: text('达起点的', 'from so many times the start'),
          unit: UNITS.times,
          decimals: 1,
        }),
        percent('housingAlerts.redPlaces', [1, 100], {
          id: 'places',
          name: text('至多占县区', 'at most of the counties'),
        }),
        percent('housingAlerts.falling', [1, 100], {
          id: 'falling',
          name: text('较上期减少即不转红', 'not while cases fell by'),
        }),
        number('housingAlerts.trendDays', [1, 366], {
          id: 'days',
          name: text('上期为', 'within'),
          unit: UNITS.days,
        }),
      ],
      citation: own('预警分级:份额、趋势、逾期'),
      feeds: [
        'OF-02',
        'OF-04',
        'OF-07',
        'OF-12',
        'OF-14',
        'EN-01',
        'EN-05',
        'EA-01',
        'EA-02',
        'EA-03',
        'EA-04',
        'EA-05',
        'EA-06',
        'EA-07',
        'EA-08',
        'VH-01',
        'VH-03',
        'VH-04',
        'VH-07',
        'VH-14',
        'VH-15',
        'VH-16',
        'VH-17',
        'VT-01',
        'VO-01',
        'VH-02',
        'VH-05',
        'VH-06',
        'VH-08',
        'VH-09',
        'VH-10',
        'VH-11',
        'VH-12',
        'VA-01',
      ],
    },
  }),
  ...section('housing', 'housing-services', services()),
  ...section('housing', 'housing-limits', {
    ...areaLimits(),
    sectionOrgans: {
      name: text('市科级直属机构另行核定', 'Section organs of a city by limits of their own'),
      fields: [
        choice('sectionOrgans.applies', [
          { value: 'off', name: text('不启用', 'off') },
          { value: 'on', name: text('启用', 'on') },
        ]),
      ],
      citation: SECTION_ORGANS.citation,
      edit: 'basis',
      feeds: ['room-verdict', 'approved-area', 'OF-07'],
    },
  }),
  ...section('housing', 'housing-shares', {
    equipment: {
      name: text('设备用房占比', 'Equipment-room share'),
      fields: [percent('equipment.value', [0, 30])],
      citation: EQUIPMENT_SHARE.citation,
      feeds: ['approved-area'],
    },
    usable: {
      name: text('使用面积系数 K', 'Usable share K'),
      fields: [
        percent('usable.multiStorey', [30, 90], { id: 'multiStorey', name: text('多层', 'multi-storey') }),
        percent('usable.highRise', [30, 90], { id: 'highRise', name: text('高层', 'high-rise') }),
      ],
      citation: USABLE_SHARE.citation,
      feeds: ['approved-area'],
    },
    canteen: {
      name: text('食堂建筑面积(每人)', 'Canteen area, each'),
      fields: [
        number('canteen.perHead', [1, 10], {
          id: 'perHead',
          name: text('100 人以内', 'up to 100'),
          unit: UNITS.m2,
          decimals: 1,
        }),
        number('canteen.above', [1, 10], {
          id: 'above',
          name: text('超过部分', 'above'),
          unit: UNITS.m2,
          decimals: 1,
        }),
      ],
      citation: CANTEEN.citation,
      feeds: ['approved-area'],
    },
    garage: {
      name: text('汽车库建筑面积(每车位)', 'Garage area, each space'),
      fields: [
        number('garage.perSpace', [20, 60], {
          id: 'perSpace',
          name: text('200 位以内', 'up to 200'),
          unit: text('m²', 'm²'),
        }),
        number('garage.above', [20, 60], {
          id: 'above',
          name: text('超过部分', 'above'),
          unit: text('m²', 'm²'),
        }),
      ],
      citation: GARAGE.citation,
      feeds: ['approved-area'],
    },
  }),
]
