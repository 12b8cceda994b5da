import type { Proof } from './proofs.ts'

/** Of the third column of the clauses, as a user meets it: all of it, part of it, none of it; OUTSIDE asks for nothing of a product. */
export const STATES = ['WORKS', 'PARTLY', 'NOTHING', 'OUTSIDE'] as const
type State = (typeof STATES)[number]

/** One row of the table, `clauses.json`. */
export interface Clause {
  readonly id: string
  /** Document that it stands in, and its words. */
  readonly source: string
  readonly quote: string
  /** What must be shown or done: the third column. */
  readonly asks: string
  readonly state: State
  /** What is not there yet, in words; empty where it works or lies outside. */
  readonly missing: string
}

/** What contradicts the table; empty where it is confirmed. `proofs` are the tests that carry ids, run or only written. */
export const faultsOf = (clauses: readonly Clause[], proofs: readonly Proof[]): string[] => {
  const byId = new Map(clauses.map((clause) => [clause.id, clause]))
  const proven = new Set(proofs.filter(({ passed }) => passed).map(({ clause }) => clause))
  return [
    ...clauses
      .filter(({ id }, i) => clauses.findIndex((other) => other.id === id) !== i)
      .map(({ id }) => `${id} stands twice in the table`),
    ...clauses
      .filter(({ state }) => !STATES.includes(state))
      .map(({ id, state }) => `${id}: state ${state} is none of ${STATES.join(', ')}`),
    ...clauses
      .filter(({ state, missing }) => (state === 'PARTLY' || state === 'NOTHING') !== (missing !== ''))
      .map(
        ({ id, state }) =>
          `${id} is ${state}: what is missing is said where it is PARTLY or NOTHING, and nowhere else`,
      ),
    ...clauses
      .filter(({ id, state }) => state === 'WORKS' && !proven.has(id))
      .map(({ id }) => `${id} is WORKS, and no test that passed carries its id`),
    ...proofs
      .filter(({ clause }) => !byId.has(clause))
      .map(({ clause, file, test }) => `${clause} is no clause of the table: ${file}: ${test}`),
    ...proofs
      .filter(({ clause }) => byId.has(clause) && byId.get(clause)?.state !== 'WORKS')
      .map(
        ({ clause, file, test }) =>
          `${clause} is ${byId.get(clause)?.state}, and a test claims that it works: ${file}: ${test}`,
      ),
    ...proofs
      .filter(({ passed }) => !passed)
      .map(({ clause, file, test }) => `${clause}: failed: ${file}: ${test}`),
  ]
}

/** The table by state with the tests that confirm it, its counts, and what contradicts it; one line each. */
export const linesOf = (clauses: readonly Clause[], proofs: readonly Proof[]): string[] => {
  const lines: string[] = []
  for (const state of STATES) {
    const own = clauses.filter((clause) => clause.state === state)
    lines.push(`${state} ${own.length}`)
    for (const { id, quote, asks, missing } of own) {
      lines.push(
        `  ${id}  ${quote}`,
        ...(state === 'OUTSIDE' ? [] : [`         asks: ${asks}`]),
        ...(missing === '' ? [] : [`         missing: ${missing}`]),
      )
      for (const { passed, file, test } of proofs.filter(({ clause }) => clause === id))
        lines.push(`         ${passed ? '✓' : '✗'} ${file}: ${test}`)
    }
    lines.push('')
  }
  const counts = STATES.map(
    (state) => `${state} ${clauses.filter((clause) => clause.state === state).length}`,
  )
  return [...lines, `${counts.join(', ')} of ${clauses.length} clauses`]
}
