import type { Clock } from '../../common/clock/clock.ts'
import type { EnergyArchive } from './archiveRows.ts'
import type { ArchiveDoor } from '../../common/ports/doors.ts'

/** Rows in one write, so that a page of them never holds up whoever asks meanwhile. */
const BATCH = 500

/** Takes in past days of buildings and of the weather; durable when it resolves, a repeat changes nothing. */
export const makeEnergyDoor = (archive: EnergyArchive, clock: Clock): ArchiveDoor => ({
  accept: async (source, batch) => {
    for (let i = 0; i < batch.items.length; i += BATCH) {
      if (batch.collection === 'energy-days')
        await archive.addDays(source, batch.items.slice(i, i + BATCH), clock())
      else await archive.addWeather(source, batch.items.slice(i, i + BATCH), clock())
    }
  },
})
