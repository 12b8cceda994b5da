import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { proofsIn, RESULTS_FILE, type Proof } from './proofs.ts'

/** Writes which clause ids the tests of this run carried, and how each test ended. */
export default class RequirementsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const proofs: Proof[] = []
    for (const module of modules)
      for (const test of module.children.allTests())
        proofs.push(...proofsIn(test.fullName, module.relativeModuleId, test.result().state === 'passed'))
    if (proofs.length === 0) return
    mkdirSync(dirname(RESULTS_FILE), { recursive: true })
    writeFileSync(RESULTS_FILE, JSON.stringify({ at: new Date().toISOString(), proofs }, null, 1))
  }
}
