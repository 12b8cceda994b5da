import { expect, it } from 'vitest'
import type { Source } from '../../../server/sources/Source.ts'
import { makeHealth } from '../../../server/sources/health.ts'
import { makeSourcesRunner } from '../../../server/intake/runner.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

it('a source’s count holds what it turned away itself and what the services behind the door did', async () => {
  const health = makeHealth('meters', 'request', 'readings')
  const source: Source = {
    name: 'meters',
    start: async () => {},
    stop: async () => {},
    status: health.status,
  }
  const runner = makeSourcesRunner({ hasRegisters: () => true, log: silent })
  await runner.start([source], {} as Parameters<Source['start']>[0])
  health.rejected(2)
  runner.turnedAway(['meters', 'meters', 'meters', 'another'])
  expect(runner.statuses().map(({ quarantined }) => quarantined)).toEqual([5])
  await runner.stop()
})
