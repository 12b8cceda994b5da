import { existsSync, readFileSync } from 'node:fs'
import clauses from './clauses.json' with { type: 'json' }
import { RESULTS_FILE, type Proof } from './proofs.ts'
import { faultsOf, linesOf, type Clause } from './standing.ts'

/** `npm run requirements`: the table by state, with the tests of the last run that confirm it; ends with 1 where they do not. `--check` prints what contradicts it alone. */
const main = (): void => {
  const table = clauses as readonly Clause[]
  const proofs = existsSync(RESULTS_FILE)
    ? (JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as { proofs: Proof[] }).proofs
    : []
  const faults = faultsOf(table, proofs)
  if (!process.argv.includes('--check')) for (const line of linesOf(table, proofs)) console.log(line)
  if (proofs.length === 0) console.log('no run yet: npm test first')
  for (const fault of faults) console.log(`not confirmed: ${fault}`)
  process.exitCode = faults.length === 0 ? 0 : 1
}

main()
