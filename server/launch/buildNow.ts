/** Builds the browser application when its sources changed; the test run calls it. */
import { errorMessage } from '#shared/kernel/errors.ts'
import { build, isBuilt, sourcesHash } from './build.ts'

const hash = sourcesHash()
try {
  if (!isBuilt(hash)) await build(hash)
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`)
  process.exitCode = 1
}
