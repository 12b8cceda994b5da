import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { AlertDetail } from '#shared/protocol/http.ts'
import type { FeedId } from '#shared/standards/parameter.ts'
import { formatDateTime, formatNumber } from '../../../i18n/format.ts'
import { namesIn } from '../../../i18n/names.ts'
import type { Lang, Why } from '../../../state/stores/index.ts'

const WORDS = {
  zh: {
    stood: (n: string) => `停留 ${n} 分钟`,
    silent: (since: string) => `${since} 起没有上报`,
    speed: (n: string) => `${n} km/h`,
    shown: (n: number, total: number) => `显示 ${n} / 共 ${total} 辆`,
    logged: '含准确位置,本次查看已记入日志',
    masked: '此角色不显示准确位置',
    limit: (text: string, document: string) => `${text}(${document})`,
  },
  en: {
    stood: (n: string) => `stood ${n} min`,
    silent: (since: string) => `no report since ${since}`,
    speed: (n: string) => `${n} km/h`,
    shown: (n: number, total: number) => `${n} of ${total} vehicles shown`,
    logged: 'exact places shown; this opening was logged',
    masked: 'this role sees no exact places',
    limit: (text: string, document: string) => `${text} (${document})`,
  },
} as const

type Member = AlertDetail['vehicles'][number]

const BASIS = {
  zh: {
    posted: '限速标志',
    class: '道路等级',
    kind: '车型上限',
    fence: '限速围栏',
    terminal: '终端报警位 1',
  },
  en: {
    posted: 'sign',
    class: 'road class',
    kind: 'kind of vehicle',
    fence: 'speed fence',
    terminal: "terminal's bit 1",
  },
} as const
const CAUSE = {
  zh: { 'no-order': '无派单', early: '早于派车单出车', late: '晚归', 'not-approved': '派车单未批准该时段' },
  en: {
    'no-order': 'no order',
    early: 'before its order',
    late: 'late return',
    'not-approved': 'order not approved for this time',
  },
} as const

/** Why it is a case: the road and its limit, the table of hours that applied, the order, what was approved. */
const detailOf = ({ detail, heldMs }: Member, lang: Lang): string[] => {
  if (!detail) return []
  const { speed, hours, cause, order, approved } = detail
  const isZh = lang === 'zh'
  const limit = speed?.limitKmh ?? null
  return [
    ...(speed
      ? [
          [speed.road && namesIn(speed.road, lang), speed.roadClass?.[lang]].filter(Boolean).join(' ') ||
            (isZh ? '无道路限速处' : 'off known roads'),
        ]
      : []),
    ...(speed && limit !== null
      ? [
          isZh
            ? `限速 ${limit} km/h(${BASIS.zh[speed.basis]})`
            : `limit ${limit} km/h (${BASIS.en[speed.basis]})`,
        ]
      : []),
    ...(speed && heldMs > 0
      ? [
          isZh
            ? `持续 ${formatNumber(heldMs / 1000, 0, lang)} 秒`
            : `for ${formatNumber(heldMs / 1000, 0, lang)} s`,
        ]
      : []),
    ...(speed?.citation ? [`${speed.citation.document} ${speed.citation.article}`] : []),
    ...(cause ? [CAUSE[lang][cause] + (order ? ` ${order}` : '')] : []),
    ...(hours
      ? [
          isZh
            ? `依据 ${hours.name}`
            : `by ${hours.level === 'default' ? "this system's default hours" : namesIn(hours.name, lang)}`,
        ]
      : []),
    ...(approved.length > 0
      ? [isZh ? `仅批准 ${approved.join('、')}` : `approved only for ${approved.join(', ')}`]
      : []),
  ]
}

/** When, how fast or how long, in which fence and where, of one vehicle. */
const factOf = (vehicle: Member, rule: string, lang: Lang): string => {
  const words = WORDS[lang]
  const minutes = formatNumber(vehicle.heldMs / MINUTE_MS, 0, lang)
  return [
    ...(rule === 'VH-12' && vehicle.heldMs > 0 ? [] : [formatDateTime(vehicle.firstAt)]),
    vehicle.heldMs > 0 && !vehicle.detail?.speed
      ? rule === 'VH-12'
        ? words.silent(formatDateTime(vehicle.firstAt - vehicle.heldMs))
        : words.stood(minutes)
      : vehicle.speedKmh > 0
        ? words.speed(formatNumber(vehicle.speedKmh, 0, lang))
        : '',
    ...detailOf(vehicle, lang),
    namesIn(vehicle.fence?.name ?? '', lang),
    vehicle.at ? `${vehicle.at.lon.toFixed(4)}, ${vehicle.at.lat.toFixed(4)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** What an opened alert says: its rule, limit and source, the facts of each vehicle, and what of it was logged or left out. */
export const alertWhy = (
  { alert, name, limit, vehicles, total, exact }: AlertDetail,
  severity: string,
  lang: Lang,
): Why => {
  const words = WORDS[lang]
  const source = `${alert.citation.document} ${alert.citation.article}`
  return {
    title: alert.text[lang],
    value: `${severity} · ${alert.rule} ${name[lang]}`,
    source,
    mark: alert.citation.mark,
    feeds: [alert.rule as FeedId],
    threshold: limit ? words.limit(limit.text[lang], limit.citation.document) : undefined,
    rows: vehicles.map((vehicle) => ({
      label: vehicle.plate,
      value: factOf(vehicle, alert.rule, lang),
      ...(vehicle.ordinal === null ? {} : { vehicle: String(vehicle.ordinal) }),
    })),
    note:
      total === 0
        ? undefined
        : `${words.shown(vehicles.length, total)} · ${exact ? words.logged : words.masked}`,
    at: alert.at,
  }
}
