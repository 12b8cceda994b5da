/** Builds the browser application when its sources changed; the test run calls it. */
import { build, isBuilt, sourcesHash } from './build.ts'

const hash = sourcesHash()
try {
  if (!isBuilt(hash)) await build(hash)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
