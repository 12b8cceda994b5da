import { describe, expect, it } from 'vitest'
import clauses from '../requirements/clauses.json' with { type: 'json' }
import { proofsIn } from '../requirements/proofs.ts'

describe('the requirements register', () => {
  it('holds the 247 clauses, each once, with source and quote', () => {
    const byPrefix = Object.groupBy(clauses, (clause) => clause.id.slice(0, 2))
    expect(Object.fromEntries(Object.entries(byPrefix).map(([prefix, list]) => [prefix, list?.length]))).toEqual({ GX: 44, SC: 50, ZJ: 63, DT: 39, XA: 51 })
    expect(new Set(clauses.map((clause) => clause.id)).size).toBe(247)
    expect(clauses.filter((clause) => !clause.quote || !clause.source)).toEqual([])
  })

  it('reads several clause ids from one test name', () => {
    const name = `[${'GX-01'}] [${'SC-02'}] drills`
    expect(proofsIn(name, 'a.test.ts', true)).toEqual([
      { clause: 'GX-01', test: 'drills', file: 'a.test.ts', passed: true },
      { clause: 'SC-02', test: 'drills', file: 'a.test.ts', passed: true },
    ])
  })
})
