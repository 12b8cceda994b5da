import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { proofsIn, RESULTS_FILE, type Proof } from './proofs.ts'

/** Writes which clause ids the tests of this run carried, and how each test ended; files that were not run keep how they ended last. */
export default class RequirementsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const proofs: Proof[] = []
    for (const module of modules)
      for (const test of module.children.allTests())
        proofs.push(...proofsIn(test.fullName, module.relativeModuleId, test.result().state === 'passed'))
    const run = new Set(modules.map((module) => module.relativeModuleId))
    const before = existsSync(RESULTS_FILE)
      ? (JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as { proofs: Proof[] }).proofs
      : []
    const kept = before.filter(({ file }) => !run.has(file) && existsSync(file))
    mkdirSync(dirname(RESULTS_FILE), { recursive: true })
    writeFileSync(
      RESULTS_FILE,
      JSON.stringify({ at: new Date().toISOString(), proofs: [...kept, ...proofs] }, null, 1),
    )
  }
}
