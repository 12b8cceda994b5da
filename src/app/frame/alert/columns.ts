import type { AlertRow, AlertRows } from '#shared/supervision/rows/answers.ts'

interface Column {
  readonly key: string
  readonly title: string
  readonly weight: number
  readonly align?: 'left' | 'right'
}
type Words = (key: string) => string

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
    ...column('unit', t('col.unit'), 17, has('unit')),
    ...column('place', t('col.place'), kind === 'building' ? 20 : 15, has('compound') || has('building')),
    ...column(
      'name',
      t(`col.${kind}`),
      kind === 'record' ? 18 : kind === 'vehicle' ? 10 : 6,
      kind !== 'building',
    ),
    ...column('grade', t('col.grade'), 7, has('grade')),
    ...column('found', t(`col.${pair}`), 11.6, has('found') && (has('limit') || kind === 'room')),
    ...column('amount', amountTitle, 15.4, amount !== null && has('amount')),
    ...column('since', t('col.since'), 7, has('since')),
    ...column('person', t(`col.who.${kind}`), 6.5, has('person')),
    ...column('detail', t('col.detail'), 22, has('detail')),
    { key: 'state', title: t('col.state'), weight: 10.5, align: 'right' },
  ]
}
