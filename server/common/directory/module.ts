import { ledgerTopic } from '#shared/housing/topics.ts'
import { soon } from '../jobs.ts'
import { defineModule } from '../defineModule.ts'
import { makeLiveScope, type LiveScope } from '../scope/liveScope.ts'
import { addressChanges } from './addressChanges.ts'
import { makeDirectory, type Directory } from './directory.ts'
import { makeDirectoryRows } from './directoryRows.ts'

const RELOAD_AFTER_MS = 300

export interface Registers {
  readonly directory: Directory
  readonly scope: LiveScope
  /** Reads the registers anew a little later, together with others that ask; `then` rests on them and follows. */
  reloadSoon(then?: () => Promise<void>): void
}

declare module '../plan.ts' {
  interface Afters {
    /** The directory that is held in memory. */
    registers: true
  }
}
declare module '../defineModule.ts' {
  interface Ports {
    directory: Registers
  }
}

export default defineModule({
  name: 'directory',
  needs: ['housing', 'realtime'],
  make: ({ db, log, beginSettled }, { housing, realtime }) => {
    const fail = (what: string) => (error: unknown) => log.error({ error: String(error) }, what)
    const directory = makeDirectory(makeDirectoryRows(db))
    const after = new Set<() => Promise<void>>()
    const reload = soon(
      RELOAD_AFTER_MS,
      async () => {
        const works = [...after]
        after.clear()
        await directory.reload()
        for (const work of works) await work()
      },
      { failed: fail('the registers could not be read') },
    )
    const reloadSoon = (then?: () => Promise<void>): void => {
      if (then) after.add(then)
      reload.start()
    }
    return {
      port: { directory, scope: makeLiveScope(housing.tree), reloadSoon },
      topics: [ledgerTopic],
      onRecords: [{ to: 'registers', run: () => reloadSoon() }],
      onLedger: (changes) =>
        void addressChanges(changes, directory.belonging).then(
          (items) => realtime.publish('ledger', items),
          fail('ledger changes could not be sent'),
        ),
      remake: directory.reload,
      load: async () => {
        await directory.reload()
        if (directory.now().vehicleOrdinals.size > 0) beginSettled()
      },
      shut: reload.stop,
    }
  },
})
