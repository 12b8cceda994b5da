import { describe, expect, it } from 'vitest'
import { INDICES } from '../../../src/shared/indices/indices.ts'
import type { Mark } from '../../../src/shared/indices/mark.ts'
import { defaultOf, PARAMETERS } from '../../../src/shared/standards/register.ts'
import { ALERT_RULES } from '../../../src/shared/supervision/alert.ts'
import { RULE_BOOK } from '../../../src/shared/supervision/ruleBook/ruleBook.ts'
import { SEVERITY_SCALE } from '../../../src/shared/vehicles/rules/vehicles.ts'
import type { RuleFact } from '../../rules/fact.ts'
import { NOT_JUDGED, RULE_FACTS } from '../../rules/facts.ts'

interface Row {
  readonly id: string
  readonly values: Readonly<Record<string, number | string>>
  readonly mark: Mark
  readonly cited: string
}
const cited = ({ document, article }: { readonly document: string; readonly article: string }): string =>
  `${document} ${article}`

/** Every row of the product's rule tables: parameters, rules judged or only listed, the three colours, indices. */
const ROWS: readonly Row[] = [
  ...PARAMETERS.map((parameter) => ({
    id: parameter.key,
    values: defaultOf(parameter),
    mark: parameter.mark,
    cited: cited(parameter.citation),
  })),
  ...RULE_BOOK.map(({ id, citation }) => ({ id, values: {}, mark: citation.mark, cited: cited(citation) })),
  { id: 'VH-13', values: {}, mark: SEVERITY_SCALE.mark, cited: cited(SEVERITY_SCALE) },
  ...INDICES.map(({ id, mark, source }) => ({ id: `index.${id}`, values: {}, mark, cited: source.zh })),
]
const BY_ID = new Map(ROWS.map((row) => [row.id, row]))

/** What a row has otherwise than the fact. */
const wrongOf = (fact: RuleFact): string[] => {
  const row = BY_ID.get(fact.id)
  if (!row) return [`${fact.id}: no such row`]
  const values = Object.entries(fact.values ?? {}).filter(([field, value]) => row.values[field] !== value)
  return [
    ...values.map(([field, value]) => `${fact.id}.${field}: ${row.values[field]}, expected ${value}`),
    ...(row.mark === fact.mark ? [] : [`${fact.id}: mark ${row.mark}, expected ${fact.mark}`]),
    ...[fact.document, fact.article]
      .filter((words) => !row.cited.includes(words))
      .map((words) => `${fact.id}: “${row.cited}” does not cite ${words}`),
  ]
}

describe('the rule tables', () => {
  const due = RULE_FACTS.filter(({ todo }) => !todo)
  it('have the values, marks and articles of the written standards', () =>
    expect(due.flatMap(wrongOf)).toEqual([]))

  it('that are not yet right are not called so any longer than they are', () => {
    expect(RULE_FACTS.filter((fact) => fact.todo && wrongOf(fact).length === 0).map(({ id }) => id)).toEqual(
      [],
    )
  })

  it('have no row that claims a public source, or no confirmation, and is not held to it here', () => {
    const known = new Set(RULE_FACTS.map(({ id }) => id))
    expect(
      ROWS.filter(({ id, mark }) => mark !== 'D' && !known.has(id)).map(({ id, mark }) => `${id} ${mark}`),
    ).toEqual([])
    expect(
      ROWS.filter(
        ({ id, mark, cited: words }) => mark === 'D' && !known.has(id) && !words.includes('本系统口径'),
      ).map(({ id }) => id),
    ).toEqual([])
    expect(RULE_FACTS.length).toBe(known.size)
  })

  it('say of every rule that is listed whether it is judged, and why not', () => {
    const silent = RULE_BOOK.filter(({ notJudged }) => notJudged !== null)
    expect(silent.map(({ id }) => id)).toEqual(NOT_JUDGED.map(({ id }) => id).sort())
    expect(silent.filter(({ notJudged }) => !notJudged?.zh || !notJudged.en)).toEqual([])
    expect(RULE_BOOK.filter(({ notJudged }) => notJudged === null).map(({ id }) => id)).toEqual(
      Object.keys(ALERT_RULES).sort(),
    )
    expect(new Set(RULE_BOOK.map(({ id }) => id)).size).toBe(RULE_BOOK.length)
    const offices = Array.from({ length: 24 }, (_, i) => `OF-${String(i + 1).padStart(2, '0')}`)
    expect(RULE_BOOK.filter(({ id }) => id.startsWith('OF-')).map(({ id }) => id)).toEqual(offices)
  })
})
