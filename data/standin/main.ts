/** The stand-in platform as a process of its own. Prints one line when it listens; SIGTERM and SIGINT end it cleanly. */
import { availableParallelism } from 'node:os'
import { errorMessage } from '#shared/kernel/errors.ts'
import { makeProvince } from '../province/index.ts'
import { readConfig } from './config.ts'
import type { CountyJob, CountyMaker } from './request/countyFile.ts'
import { STORED } from './collections.ts'
import { makeCountyProcesses } from './request/countyProcess.ts'
import { composeStandin } from './standin.ts'

/** Processes that make counties: each holds one county, at most some 800 MB. */
const MOST_HANDS = 3

/** A log that cannot be written (a full disk) is no reason to end. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  const { seed, scale } = config
  /* A new day's counties are made behind a running platform: one core is enough for them. */
  const handsOf = (job: CountyJob): number =>
    job.collections.length === STORED.length ? Math.min(MOST_HANDS, availableParallelism()) : 1
  const makerOf = (job: CountyJob): CountyMaker => makeCountyProcesses({ seed, scale, job }, handsOf(job))
  const standin = composeStandin({ config, makeProvince, makerOf, log: (line) => console.error(line) })
  const end = (): void => {
    setTimeout(() => process.exit(0), 5000).unref()
    void standin.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  await standin.start()
  console.log(
    `standin ready ${standin.url} mqtt ${standin.mqttPort} ${JSON.stringify({ slave: standin.slave })}`,
  )
}

run().catch((error: unknown) => {
  console.error(errorMessage(error))
  process.exit(1)
})
