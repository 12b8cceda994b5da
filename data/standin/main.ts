/** The stand-in platform as a process of its own. Prints one line when it listens; SIGTERM and SIGINT end it cleanly. */
import { makeProvince } from '../province/index.ts'
import { readConfig } from './config.ts'
import type { CountyJob, CountyMaker } from './request/countyFile.ts'
import { makeCountyProcess } from './request/countyProcess.ts'
import { composeStandin } from './standin.ts'

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  const { seed, scale } = config
  const makerOf = (job: CountyJob): CountyMaker => makeCountyProcess({ seed, scale, job })
  const standin = composeStandin({ config, makeProvince, makerOf, log: (line) => console.error(line) })
  const end = (): void => {
    setTimeout(() => process.exit(0), 5000).unref()
    void standin.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  await standin.start()
  console.log(`standin ready ${standin.url} mqtt ${standin.mqttPort} ${JSON.stringify({ slave: standin.slave })}`)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
