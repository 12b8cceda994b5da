/** The child process of `countyProcess.ts`: one order in its argument, then a county a message. Ends with its parent. */
import { makeProvince } from '../../province/index.ts'
import { writeCounty } from './countyFile.ts'
import type { CountyAnswer, CountyOrder } from './countyProcess.ts'

const { seed, scale, job } = JSON.parse(process.argv[2] ?? '{}') as CountyOrder
const province = makeProvince({ seed, scale, now: job.now })

const make = async (code: string, dir: string): Promise<CountyAnswer> => {
  try {
    return { code, summary: await writeCounty(job, province.county(code), dir) }
  } catch (error) {
    return { code, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
process.on('message', (message) => {
  const { code, dir } = message as { code: string; dir: string }
  void make(code, dir).then((answer) => process.send?.(answer))
})
process.on('disconnect', () => process.exit(0))
