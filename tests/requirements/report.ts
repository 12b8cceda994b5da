import { existsSync, readFileSync } from 'node:fs'
import clauses from './clauses.json' with { type: 'json' }
import { RESULTS_FILE, type Proof } from './proofs.ts'

/** `npm run requirements`: which of the clauses the last run proved, and by which tests. A clause with any failed test is not proved. */
const main = (): void => {
  if (!existsSync(RESULTS_FILE)) {
    console.log('no run yet: npm test first')
    process.exitCode = 1
    return
  }
  const { at, proofs } = JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as { at: string; proofs: Proof[] }
  let proved = 0
  for (const clause of clauses) {
    const own = proofs.filter((proof) => proof.clause === clause.id)
    const passed = own.length > 0 && own.every((proof) => proof.passed)
    if (passed) proved += 1
    if (own.length === 0) continue
    console.log(`${passed ? 'proved' : 'FAILED'}  ${clause.id}  ${clause.quote}`)
    for (const proof of own) console.log(`          ${proof.passed ? '✓' : '✗'} ${proof.file}: ${proof.test}`)
  }
  const open = clauses.filter((clause) => !proofs.some((proof) => proof.clause === clause.id)).map((clause) => clause.id)
  console.log(`\nnot proved yet: ${open.join(' ')}`)
  console.log(`\n${proved} of ${clauses.length} clauses proved by the run of ${at}`)
  const unknown = [...new Set(proofs.map((proof) => proof.clause))].filter((id) => !clauses.some((clause) => clause.id === id))
  if (unknown.length > 0) console.log(`ids that are no clause: ${unknown.join(' ')}`)
}

main()
