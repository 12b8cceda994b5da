import { fileURLToPath } from 'node:url'

/** The last run's proofs; runtime state, so it lies under the ignored data/var. */
export const RESULTS_FILE = fileURLToPath(new URL('../../data/var/requirements/last-run.json', import.meta.url))

export interface Proof {
  readonly clause: string
  readonly test: string
  readonly file: string
  readonly passed: boolean
}

const CLAUSE = /\[((?:GX|SC|ZJ|DT|XA)-\d{2})\]/g

/** One proof for each `[XX-00]` in a test's name. */
export const proofsIn = (test: string, file: string, passed: boolean): Proof[] =>
  [...test.matchAll(CLAUSE)].map((match) => ({ clause: match[1] as string, test: test.replaceAll(CLAUSE, '').trim(), file, passed }))
