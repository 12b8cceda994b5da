import { maskText } from '#shared/access/masks.ts'
import type { AuditRow } from '#shared/protocol/http.ts'
import type { AuditRecord } from './auditRows.ts'

/** As a reader of the log gets it: without the hash, with what running text may name masked. */
export const toAuditRow = ({
  id,
  at,
  account,
  role,
  event,
  target,
  outcome,
  address,
  detail,
  times,
  region,
}: AuditRecord): AuditRow => ({
  id,
  at,
  account,
  role,
  event,
  target: target === null ? null : maskText(target),
  outcome,
  address,
  detail: detail === null ? null : maskText(detail),
  times,
  region,
})

/** Spreadsheets take what begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/
/** RFC 4180, and an apostrophe before what a spreadsheet would run. */
const cell = (value: string | number | null): string => {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value ?? '') ? `'${value}` : (value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const HEAD = [
  '序号 row',
  '时间 time (UTC)',
  '账号 account',
  '角色 role',
  '区划 region',
  '事件 event',
  '对象 target',
  '结果 outcome',
  '次数 times',
  '地址 address',
  '说明 detail',
]

/** CSV in UTF-8 with its mark, so that spreadsheets read Chinese; lines end in CRLF. */
export const auditCsv = (rows: readonly AuditRow[]): Uint8Array<ArrayBuffer> => {
  const lines = rows.map((row) =>
    [
      row.id,
      new Date(row.at).toISOString(),
      row.account,
      row.role,
      row.region,
      row.event,
      row.target,
      row.outcome,
      row.times,
      row.address,
      row.detail,
    ]
      .map(cell)
      .join(','),
  )
  return new TextEncoder().encode(`\ufeff${[HEAD.join(','), ...lines].join('\r\n')}\r\n`)
}
