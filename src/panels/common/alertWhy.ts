import type { AlertDetail } from '#shared/protocol/http.ts'
import { formatDateTime, formatNumber } from '../../i18n/format.ts'
import type { Lang, Why } from '../../state/stores/index.ts'

const WORDS = {
  zh: { stood: (n: string) => `停留 ${n} 分钟`, silent: (n: string) => `中断 ${n} 分钟`, speed: (n: string) => `${n} km/h`, shown: (n: number, total: number) => `显示 ${n} / 共 ${total} 辆`, logged: '含准确位置,本次查看已记入日志', masked: '此角色不显示准确位置' },
  en: { stood: (n: string) => `stood ${n} min`, silent: (n: string) => `silent ${n} min`, speed: (n: string) => `${n} km/h`, shown: (n: number, total: number) => `${n} of ${total} vehicles shown`, logged: 'exact places shown; this opening was logged', masked: 'this role sees no exact places' },
} as const

type Member = AlertDetail['vehicles'][number]

/** When, how fast or how long, in which fence and where, of one vehicle. */
const factOf = (vehicle: Member, rule: string, lang: Lang): string => {
  const words = WORDS[lang]
  const minutes = formatNumber(vehicle.heldMs / 60_000, 0, lang)
  return [
    formatDateTime(vehicle.firstAt),
    vehicle.heldMs > 0 ? (rule === 'VH-12' ? words.silent(minutes) : words.stood(minutes)) : vehicle.speedKmh > 0 ? words.speed(formatNumber(vehicle.speedKmh, 0, lang)) : '',
    vehicle.fence?.name ?? '',
    vehicle.at ? `${vehicle.at.lon.toFixed(4)}, ${vehicle.at.lat.toFixed(4)}` : '',
  ].filter((part) => part !== '').join(' · ')
}

/** What an opened alert says: its rule, limit and source, the facts of each vehicle, and what of it was logged or left out. */
export const alertWhy = ({ alert, name, limit, vehicles, total, exact }: AlertDetail, severity: string, lang: Lang): Why => {
  const words = WORDS[lang]
  const source = `${alert.citation.document} ${alert.citation.article}`
  return {
    title: alert.text[lang],
    value: `${severity} · ${alert.rule} ${name[lang]}`,
    source,
    mark: alert.citation.mark,
    threshold: limit ? `${limit.text[lang]}(${limit.citation.document})` : undefined,
    rows: vehicles.map((vehicle) => ({ label: vehicle.plate, value: factOf(vehicle, alert.rule, lang), ...(vehicle.ordinal === null ? {} : { vehicle: String(vehicle.ordinal) }) })),
    note: total === 0 ? undefined : `${words.shown(vehicles.length, total)} · ${exact ? words.logged : words.masked}`,
    at: alert.at,
  }
}
