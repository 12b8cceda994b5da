/**
 * Preloaded into every process that the tests start: one that is killed writes no coverage at its end, so it writes some
 * while it lives. Does nothing where no coverage is collected.
 */
import { takeCoverage } from 'node:v8'
import { isMainThread } from 'node:worker_threads'

const FIRST_MS = 2_000
const EVERY_MS = 15_000

if (process.env['NODE_V8_COVERAGE'] && isMainThread) {
  setTimeout(takeCoverage, FIRST_MS).unref()
  setInterval(takeCoverage, EVERY_MS).unref()
}
