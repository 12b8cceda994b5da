import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The last run's proofs; runtime state, so it lies under the ignored data/var. */
export const RESULTS_FILE = fileURLToPath(
  new URL('../../data/var/requirements/last-run.json', import.meta.url),
)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Proof {
  readonly clause: string
  readonly test: string
  readonly file: string
  readonly passed: boolean
}

const CLAUSE = /\[((?:GX|SC|ZJ|DT|XA)-\d{2})\]/g
/** A test's or a group's name, where it is written. */
const NAMED = /\b(?:it|test|describe)(?:\.\w+)*\(\s*(['"`])(.*?)\1/gs

/** One proof for each `[XX-00]` in a test's name. */
export const proofsIn = (test: string, file: string, passed: boolean): Proof[] =>
  [...test.matchAll(CLAUSE)].map((match) => ({
    clause: match[1] as string,
    test: test.replaceAll(CLAUSE, '').trim(),
    file,
    passed,
  }))

/** What the tests' files say they prove, read and not run: each as if it had passed. */
export const proofsWritten = (): Proof[] =>
  readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(test|cases)\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(join(ROOT, 'tests', file), 'utf8').matchAll(NAMED)].flatMap((match) =>
        proofsIn(match[2] as string, `tests/${file}`, true),
      ),
    )
