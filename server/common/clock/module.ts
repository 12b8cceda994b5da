import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { join } from 'node:path'
import { dayOf } from '#shared/kernel/units.ts'
import { defineModule } from '../defineModule.ts'
import type { SourceLog } from '../directory/types.ts'
import { calendarYears, readCalendar } from './calendar.ts'
import type { Clock } from './clock.ts'

const CHECK_MS = MINUTE_MS

/** Years of `calendar.json` in the data folder, read anew each minute; what is wrong with it is logged once, other years than before are told. */
const makeCalendarReader = (
  dataDir: string,
  clock: Clock,
  log: SourceLog,
  changed: () => void,
): (() => Promise<void>) => {
  let [told, years] = ['', '']
  return async () => {
    const faults = (await readCalendar(join(dataDir, 'calendar.json'))).join('; ')
    if (faults !== told && faults !== '') log.error({ faults }, 'calendar.json is wrong in part')
    told = faults
    const known = calendarYears(dayOf(clock())).join()
    if (years !== '' && known !== years) changed()
    years = known
  }
}

export default defineModule({
  name: 'calendar',
  needs: [],
  make: ({ config, clock, log, later }) => {
    const read = makeCalendarReader(config.dataDir, clock, log, () => later('standards').calendarChanged())
    return {
      port: null,
      ready: read,
      jobs: [{ failed: 'calendar.json was not read', everyMs: CHECK_MS, run: read }],
    }
  },
})
