import type { AlertRow, AlertRows } from '#shared/supervision/rows/answers.ts'

interface Column {
  readonly key: string
  readonly title: string
  readonly weight: number
  readonly align?: 'left' | 'right'
}
type Words = (key: string) => string

const WIDTH_OF_NAME = { room: 5, person: 5, building: 0, vehicle: 10, record: 18 } as const

const someHas =
  (rows: readonly AlertRow[]) =>
  (of: keyof AlertRow): boolean =>
    rows.some((row) => row[of] !== null)

/** The columns of a list of rows: what none of them knows has none. Weights are widths in u on a wall. */
export const columnsOf = (
  { kind, rows, amount }: Pick<AlertRows, 'kind' | 'rows' | 'amount'>,
  amountTitle: string,
  t: Words,
): Column[] => {
  const has = someHas(rows)
  const column = (key: string, title: string, weight: number, shown = true): Column[] =>
    shown ? [{ key, title, weight }] : []
  const pair = kind === 'vehicle' ? 'speed' : has('limit') ? 'area' : 'found'
  return [
    ...column('unit', t('col.unit'), 14, has('unit')),
    ...column('compound', t('col.compound'), kind === 'building' ? 24 : 13, has('compound')),
    ...column('building', t('col.building'), kind === 'building' ? 16 : 7.2, has('building')),
    ...column('name', t(`col.${kind}`), WIDTH_OF_NAME[kind], kind !== 'building'),
    ...column('grade', t('col.grade'), 9.4, has('grade')),
    ...column('found', t(`col.${pair}`), 8, has('found') && (has('limit') || kind === 'room')),
    ...column('amount', amountTitle, 8.6, amount !== null && has('amount')),
    ...column('since', t('col.since'), 6.4, has('since')),
    ...column('person', t(`col.who.${kind}`), 5.4, has('person')),
    ...column('detail', t('col.detail'), 22, has('detail')),
    { key: 'state', title: t('col.state'), weight: 12, align: 'right' },
  ]
}
