import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { AlertDetail } from '#shared/protocol/http.ts'
import { alertWhy } from '../../../src/boards/common/alerts/alertWhy.ts'

const AT = Date.parse('2026-06-15T22:30:00+08:00')
const SECOND = 1000
type Member = AlertDetail['vehicles'][number]
type Detail = NonNullable<Member['detail']>

const member = (part: Partial<Member> = {}): Member => ({
  vehicle: 'V1',
  ordinal: 7,
  plate: '桂A·12345',
  masked: false,
  unit: { id: 'U1', name: '一局' },
  severity: 'red',
  firstAt: AT,
  lastAt: AT,
  speedKmh: 0,
  heldMs: 0,
  fence: null,
  detail: null,
  at: null,
  ...part,
})
const detail = (part: Partial<Detail> = {}): Detail => ({
  cause: null,
  order: null,
  hours: null,
  approved: [],
  speed: null,
  ...part,
})
const speeding = (part: Partial<NonNullable<Detail['speed']>> = {}): Detail =>
  detail({
    speed: {
      limitKmh: 80,
      basis: 'class',
      road: null,
      roadClass: null,
      citation: { document: '道路交通安全法实施条例', article: '第四十五条', mark: 'S' },
      ...part,
    },
  })
const opened = (
  vehicles: readonly Member[],
  part: Partial<AlertDetail> = {},
  rule = 'VH-05',
): AlertDetail => ({
  alert: {
    id: 'A1',
    at: AT,
    severity: 'red',
    subject: 'vehicle',
    rule,
    place: null,
    placeName: null,
    region: '450103',
    text: { zh: '青秀区 1 辆', en: 'Qingxiu: 1' },
    count: 1,
    citation: { document: '某办法', article: '第三条', mark: 'T' },
  },
  name: { zh: '非工作时间用车', en: 'Outside hours' },
  limit: null,
  scale: null,
  exact: true,
  vehicles: [...vehicles],
  total: vehicles.length,
  ...part,
})
const factsOf = (one: Partial<Member>, rule = 'VH-05'): readonly [zh: string, en: string] => {
  const say = (lang: 'zh' | 'en') =>
    alertWhy(opened([member(one)], {}, rule), '红', lang).rows?.[0]?.value ?? ''
  return [say('zh'), say('en')]
}

describe('an opened alert', () => {
  it('names its rule, its grade, its source and when, and feeds that rule’s parameters', () => {
    expect(alertWhy(opened([]), '红色', 'zh')).toEqual({
      title: '青秀区 1 辆',
      value: '红色 · VH-05 非工作时间用车',
      source: '某办法 第三条',
      mark: 'T',
      feeds: ['VH-05'],
      threshold: undefined,
      rows: [],
      note: undefined,
      at: AT,
    })
    expect(alertWhy(opened([]), 'Red', 'en')).toMatchObject({
      title: 'Qingxiu: 1',
      value: 'Red · VH-05 Outside hours',
    })
  })

  it('says the limit with the document that it stands in', () => {
    const limit = {
      text: { zh: '不晚于 22:00', en: 'not after 22:00' },
      citation: { document: '某办法', article: '第五条', mark: 'D' as const },
    }
    expect(alertWhy(opened([], { limit }), '红', 'zh').threshold).toBe('不晚于 22:00(某办法)')
    expect(alertWhy(opened([], { limit }), 'Red', 'en').threshold).toBe('not after 22:00 (某办法)')
  })

  it('says how many of all are listed, and whether the opening was logged or the places left out', () => {
    const noteOf = (exact: boolean, lang: 'zh' | 'en') =>
      alertWhy(opened([member()], { total: 1200, exact }), '红', lang).note
    expect(noteOf(true, 'zh')).toBe('显示 1 / 共 1200 辆 · 含准确位置,本次查看已记入日志')
    expect(noteOf(false, 'zh')).toBe('显示 1 / 共 1200 辆 · 此角色不显示准确位置')
    expect(noteOf(true, 'en')).toBe('1 of 1200 vehicles shown · exact places shown; this opening was logged')
    expect(noteOf(false, 'en')).toBe('1 of 1200 vehicles shown · this role sees no exact places')
  })

  it('leads to each vehicle that still stands in the table, and to none that left the register', () => {
    const rows = alertWhy(opened([member(), member({ plate: '桂A·9', ordinal: null })]), '红', 'zh').rows
    expect(rows?.map(({ label, vehicle }) => [label, vehicle])).toEqual([
      ['桂A·12345', '7'],
      ['桂A·9', undefined],
    ])
  })
})

describe('the facts of a vehicle', () => {
  it('are when and how fast, or how long it stood, in which fence and where', () => {
    expect(factsOf({ speedKmh: 62.4 })).toEqual([
      '2026-06-15 22:30:00 · 62 km/h',
      '2026-06-15 22:30:00 · 62 km/h',
    ])
    expect(
      factsOf({
        heldMs: 25 * MINUTE_MS,
        fence: { id: 'F1', name: '某酒店', kind: 'sensitive' },
        at: { lon: 108.3, lat: 22.81234 },
      }),
    ).toEqual([
      '2026-06-15 22:30:00 · 停留 25 分钟 · 某酒店 · 108.3000, 22.8123',
      '2026-06-15 22:30:00 · stood 25 min · 某酒店 · 108.3000, 22.8123',
    ])
    expect(factsOf({})).toEqual(['2026-06-15 22:30:00', '2026-06-15 22:30:00'])
  })

  it('of one that fell silent are since when it did not report', () => {
    expect(factsOf({ heldMs: 90 * MINUTE_MS }, 'VH-12')).toEqual([
      '2026-06-15 21:00:00 起没有上报',
      'no report since 2026-06-15 21:00:00',
    ])
  })
})

describe('why a vehicle was too fast', () => {
  it('is the road, its limit with what set it, for how long, and the article', () => {
    expect(
      factsOf({
        speedKmh: 104,
        heldMs: 35 * SECOND,
        detail: speeding({ road: '民族大道', roadClass: { zh: '主干路', en: 'main road' }, basis: 'posted' }),
      }),
    ).toEqual([
      '2026-06-15 22:30:00 · 104 km/h · 民族大道 主干路 · 限速 80 km/h(限速标志) · 持续 35 秒 · 道路交通安全法实施条例 第四十五条',
      '2026-06-15 22:30:00 · 104 km/h · 民族大道 main road · limit 80 km/h (sign) · for 35 s · 道路交通安全法实施条例 第四十五条',
    ])
  })

  it('names no limit where the terminal alone says so, and no road where none is known', () => {
    expect(
      factsOf({ speedKmh: 104, detail: speeding({ limitKmh: null, basis: 'terminal', citation: null }) }),
    ).toEqual([
      '2026-06-15 22:30:00 · 104 km/h · 无道路限速处',
      '2026-06-15 22:30:00 · 104 km/h · off known roads',
    ])
  })

  it.each([
    ['kind', '车型上限', 'kind of vehicle'],
    ['fence', '限速围栏', 'speed fence'],
    ['class', '道路等级', 'road class'],
  ] as const)('says what kind of limit %s is', (basis, zh, en) => {
    const [inChinese, inEnglish] = factsOf({ speedKmh: 90, detail: speeding({ basis, road: 'G72' }) })
    expect(inChinese).toContain(`G72 · 限速 80 km/h(${zh})`)
    expect(inEnglish).toContain(`G72 · limit 80 km/h (${en})`)
  })
})

describe('why a vehicle was out at that hour', () => {
  it.each([
    ['no-order', null, '无派单', 'no order'],
    ['early', 'P-1', '早于派车单出车 P-1', 'before its order P-1'],
    ['late', 'P-2', '晚归 P-2', 'late return P-2'],
    ['not-approved', 'P-3', '派车单未批准该时段 P-3', 'order not approved for this time P-3'],
  ] as const)('%s with its order', (cause, order, zh, en) => {
    expect(
      factsOf({ detail: detail({ cause, order }) }).map((text) =>
        text.slice('2026-06-15 22:30:00 · '.length),
      ),
    ).toEqual([zh, en])
  })

  it('names the table of hours that applied, this system’s own as its default, and what an approval opened', () => {
    const hours = { name: '南宁市工作时段表', level: 'region' as const, region: '450100' }
    expect(factsOf({ detail: detail({ hours, approved: ['南宁市', '柳州市'] }) })).toEqual([
      '2026-06-15 22:30:00 · 依据 南宁市工作时段表 · 仅批准 南宁市、柳州市',
      '2026-06-15 22:30:00 · by 南宁市工作时段表 · approved only for 南宁市, 柳州市',
    ])
    expect(
      factsOf({ detail: detail({ hours: { name: '默认时段', level: 'default', region: null } }) }),
    ).toEqual(['2026-06-15 22:30:00 · 依据 默认时段', "2026-06-15 22:30:00 · by this system's default hours"])
  })
})
