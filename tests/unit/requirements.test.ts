import { describe, expect, it } from 'vitest'
import clauses from '../requirements/clauses.json' with { type: 'json' }
import { proofsIn } from '../requirements/proofs.ts'

describe('the requirements register', () => {
  it('holds the 247 clauses, each once, with source and quote', () => {
    const count = (prefix: string): number => clauses.filter((clause) => clause.id.startsWith(`${prefix}-`)).length
    expect(['GX', 'SC', 'ZJ', 'DT', 'XA'].map(count)).toEqual([44, 50, 63, 39, 51])
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
