import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import { join } from 'node:path'
import { makeCursors, type Cursors } from '../../common/cursorRows.ts'
import { defineModule } from '../../common/defineModule.ts'
import { makeLateCursors } from '../../common/late/lateCursors.ts'
import { openSpool } from '../../spool/spool.ts'
import { turnedAwayRows } from './alertRows.ts'
import { makeLateQuarantine } from './lateQuarantine.ts'
import { makeQuarantine, type Quarantine } from './quarantineRows.ts'

const FORGET_MS = HOUR_MS
/** A delivery's signature expires in minutes: its mark may go after an hour. */
const DELIVERY_KEPT_MS = HOUR_MS
/** Faults made good. */
const CLEARED_KEPT_MS = 90 * DAY_MS

declare module '../../common/defineModule.ts' {
  interface Ports {
    quarantine: { readonly quarantine: Quarantine; readonly cursors: Cursors }
  }
}

/** What was turned away, and how far each source was read: both wait on the disk while the database is away. */
export default defineModule({
  name: 'quarantine',
  needs: [],
  make: ({ db, config, clock, log, tell }) => {
    const quarantine = makeLateQuarantine(
      makeQuarantine(db),
      () => openSpool({ file: join(config.dataDir, 'spool', 'quarantine.sqlite'), log }),
      log,
      tell.quarantine,
    )
    const cursors = makeLateCursors(makeCursors(db), log)
    return {
      port: { quarantine, cursors },
      alertRows: [turnedAwayRows(db)],
      jobs: [
        {
          failed: 'old marks could not be forgotten',
          everyMs: FORGET_MS,
          run: async () => {
            await cursors.forgetDeliveries(clock() - DELIVERY_KEPT_MS)
            await quarantine.forget(clock() - CLEARED_KEPT_MS)
          },
        },
      ],
      load: quarantine.start,
      stop: async () => {
        await quarantine.stop()
        await cursors.stop()
      },
    }
  },
})
