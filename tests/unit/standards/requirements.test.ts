import { describe, expect, it } from 'vitest'
import table from '../../requirements/clauses.json' with { type: 'json' }
import { proofsIn, proofsWritten } from '../../requirements/proofs.ts'
import { faultsOf, linesOf, STATES, type Clause } from '../../requirements/standing.ts'

const clauses = table as readonly Clause[]
const clause = (id: string, state: Clause['state'], missing = ''): Clause => ({
  id,
  source: 's',
  quote: 'q',
  asks: 'a',
  state,
  missing,
})
const A = 'GX-01'
const B = 'SC-02'

describe('the requirements register', () => {
  it('holds the 247 clauses, each once, with source, quote and state', () => {
    const count = (prefix: string): number => clauses.filter(({ id }) => id.startsWith(`${prefix}-`)).length
    expect(['GX', 'SC', 'ZJ', 'DT', 'XA'].map(count)).toEqual([44, 50, 63, 39, 51])
    expect(clauses.filter(({ quote, source, asks }) => !quote || !source || !asks)).toEqual([])
    expect(
      STATES.map((state) => clauses.filter((one) => one.state === state).length).reduce((sum, n) => sum + n),
    ).toBe(247)
  })

  it('is confirmed by the tests: each clause that works has one that carries its id, and no test claims another', () => {
    expect(faultsOf(clauses, proofsWritten())).toEqual([])
  })

  it('reads several clause ids from one test name', () => {
    expect(proofsIn(`[${A}] [${B}] drills`, 'a.test.ts', true)).toEqual([
      { clause: A, test: 'drills', file: 'a.test.ts', passed: true },
      { clause: B, test: 'drills', file: 'a.test.ts', passed: true },
    ])
  })

  it('is contradicted by a clause without a passing test, by a claim too many, by an id of no clause and by a failure', () => {
    const [one, two] = [clause(A, 'WORKS'), clause(B, 'PARTLY', 'the rest')]
    const proof = (id: string, passed = true) => proofsIn(`[${id}] shows it`, 'a.test.ts', passed)
    expect(faultsOf([one, two], proof(A))).toEqual([])
    expect(faultsOf([one, two], [])).toEqual([`${A} is WORKS, and no test that passed carries its id`])
    expect(faultsOf([one, two], [...proof(A), ...proof(B)])).toEqual([
      `${B} is PARTLY, and a test claims that it works: a.test.ts: shows it`,
    ])
    expect(faultsOf([one], [...proof(A), ...proof(B)])).toEqual([
      `${B} is no clause of the table: a.test.ts: shows it`,
    ])
    expect(faultsOf([one], [...proof(A), ...proof(A, false)])).toEqual([`${A}: failed: a.test.ts: shows it`])
    expect(faultsOf([one, clause(B, 'PARTLY')], proof(A))).toHaveLength(1)
    expect(faultsOf([one, one], proof(A))).toEqual([`${A} stands twice in the table`])
  })

  it('prints the clauses by state with what is missing, and their counts', () => {
    const lines = linesOf(
      [clause(A, 'WORKS'), clause(B, 'NOTHING', 'all of it')],
      proofsIn(`[${A}] shows it`, 'a.test.ts', true),
    )
    expect(lines.slice(0, 4)).toEqual([
      'WORKS 1',
      `  ${A}  q`,
      '         asks: a',
      '         ✓ a.test.ts: shows it',
    ])
    expect(lines).toContain('         missing: all of it')
    expect(lines.at(-1)).toBe('WORKS 1, PARTLY 0, NOTHING 1, OUTSIDE 0 of 2 clauses')
  })
})
