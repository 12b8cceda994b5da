import { roomFacts } from '#shared/housing/facts.ts'
import type { RecordOf } from '#shared/protocol/platform.ts'
import { limitLevelOf } from '#shared/standards/officeArea.ts'
import type { Arrival, Link } from '../../common/plan.ts'
import type { Batch } from '../../common/ports/summing.ts'
import { factsRow } from '../collections/rooms.ts'
import type { RoomFactRows } from './factRows.ts'
import type { RoomsRepository } from './roomRows.ts'

export const peopleIn = (rooms: readonly Pick<RecordOf<'rooms'>, 'occupants'>[]): string[] =>
  rooms.flatMap((room) => room.occupants.map((one) => one.person))

interface Facts {
  readonly facts: RoomFactRows
  readonly rooms: Pick<RoomsRepository, 'records'>
}

/** Makes the facts of these rooms again from what is stored. */
export const remakeFacts = async ({ facts, rooms }: Facts, ids: readonly string[]): Promise<void> => {
  const records = await rooms.records(ids)
  const sitters = await facts.sitters(peopleIn(records))
  await facts.writeFacts(
    records.map((record) => ({ id: record.id, ...factsRow(roomFacts(record, sitters)) })),
  )
}

const STALE_CHUNK = 2000

/** Makes all facts that are old; of how many rooms. */
export const remakeStale = async (of: Facts): Promise<number> => {
  let made = 0
  for (let after = ''; ;) {
    const rooms = await of.facts.staleRooms(STALE_CHUNK, after)
    if (rooms.length === 0) return made
    await remakeFacts(of, rooms)
    made += rooms.length
    after = rooms.at(-1) as string
  }
}

/** People whose grade or unit may have changed, and units whose level did, decide limits of rooms elsewhere. */
export const affectedBy = async (
  facts: Pick<RoomFactRows, 'roomsOfPeople' | 'peopleOfUnits'>,
  batch: Batch,
  changed: readonly string[],
  before: readonly Link[],
  arrival: Arrival,
): Promise<string[]> => {
  if (batch.collection === 'people') return facts.roomsOfPeople(changed)
  if (batch.collection !== 'units') return []
  const levels = new Map(
    (batch.items as readonly RecordOf<'units'>[]).map((unit) => [
      unit.id,
      limitLevelOf(unit.level, unit.establishment, arrival.sectionOrgans ?? 'off'),
    ]),
  )
  const moved = before
    .filter((link) => link.level !== null && link.level !== levels.get(link.id))
    .map((link) => link.id)
  if (moved.length === 0) return []
  return facts.roomsOfPeople(await facts.peopleOfUnits(moved))
}
