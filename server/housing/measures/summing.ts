import type { RecordOf } from '#shared/protocol/platform.ts'
import type { Link } from '../../common/plan.ts'
import type { BatchOutcome, Summing, SummingOver } from '../../common/ports/summing.ts'
import type { Db } from '../../db/open.ts'
import { makeRoomFacts } from '../rooms/factRows.ts'
import { affectedBy, peopleIn, remakeFacts, remakeStale } from '../rooms/facts.ts'
import { makeRoomsRepository } from '../rooms/roomRows.ts'
import { countPersons, roomsSharingPeople } from '../rooms/seatRows.ts'
import { makeMeasuresRepository } from './measureRows.ts'
import { makeRollups } from './rollupRows.ts'
import { changesOf, touchedBy } from './touched.ts'

/** Who holds two rooms is counted at one of them: the others of the people in what was written, whose count may have changed. */
const recount = async (db: Db, { written, shared }: BatchOutcome): Promise<string[]> => {
  const mine = new Set(written)
  const sharing = new Set([...shared, ...(await roomsSharingPeople(db, written))])
  await countPersons(db, [...sharing, ...written])
  return [...sharing].filter((room) => !mine.has(room))
}

/** Facts of rooms and roll-ups over one transaction, or over none. */
export const summingOver: SummingOver = (db) => {
  const facts = makeRoomFacts(db)
  const rollups = makeRollups(db)
  const rooms = makeRoomsRepository(db)
  const kept = { rooms, measures: makeMeasuresRepository(db) }
  const refresh: Summing['refresh'] = async (batch, outcome, links, window, now) => {
    const { written, affectedRooms } = outcome
    const isRooms = batch.collection === 'rooms'
    const hung: Link[] = [...outcome.before]
    if (affectedRooms.length > 0) {
      await remakeFacts({ facts, rooms }, affectedRooms)
      hung.push(...(await links('rooms', affectedRooms)))
    }
    const sharing = isRooms ? await recount(db, outcome) : []
    if (sharing.length > 0) hung.push(...(await links('rooms', sharing)))
    const touched = await touchedBy({ links, unitsOnFloors: facts.unitsOnFloors }, batch, written, hung)
    const closed = await rollups.refresh(touched, window)
    return changesOf(
      kept,
      { ...closed, rooms: [...(isRooms ? written : []), ...affectedRooms, ...sharing] },
      now,
    )
  }
  return {
    refresh,
    sitters: async ({ collection, items }) =>
      collection === 'rooms' ? facts.sitters(peopleIn(items as readonly RecordOf<'rooms'>[])) : new Map(),
    sharing: async (collection, ids) => (collection === 'rooms' ? roomsSharingPeople(db, ids) : []),
    affectedBy: (batch, changed, before, arrival) => affectedBy(facts, batch, changed, before, arrival),
    markStale: facts.markStale,
    remakeStale: () => remakeStale({ facts, rooms }),
    rebuild: rollups.rebuild,
    regionsNow: (regions, now) => changesOf(kept, { regions }, now),
    chooseSectionOrgans: facts.chooseSectionOrgans,
    logChange: rooms.logChange,
  }
}
