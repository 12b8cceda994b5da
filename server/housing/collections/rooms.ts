import { rooms } from '#shared/housing/collections/rooms.ts'
import { roomFacts, type RoomFacts } from '#shared/housing/facts.ts'
import { isFresh } from '#shared/housing/quality.ts'
import type { RoomRecord } from '#shared/protocol/platform.ts'
import { toSquareDecimetres } from '#shared/kernel/units.ts'
import { plan, qualityRow, type Given, type Row, type TableShape } from '../../common/plan.ts'

/** What `roomFacts` decides and may decide anew, with the SQL type of its column. */
export const FACTS = {
  occupants: 'int2',
  desks: 'int2',
  desks_used: 'int2',
  office_room: 'bool',
  over_room: 'bool',
  limit_dm2: 'int4',
  over_dm2: 'int4',
  limit_use: 'float8',
  stale: 'bool',
  q_required: 'int2',
  q_filled: 'int2',
  q_checks: 'int2',
  q_failed: 'int2',
} as const

export const factsRow = (facts: RoomFacts): Row => ({
  occupants: facts.occupants,
  desks: facts.desks,
  desks_used: facts.desksUsed,
  office_room: facts.officeRoom,
  over_room: facts.overRoom,
  limit_dm2: facts.limitDm2,
  over_dm2: facts.overDm2,
  limit_use: facts.limitUse,
  stale: facts.stale,
  ...qualityRow(facts.quality),
})

const OCCUPANTS: TableShape = {
  table: 'occupants',
  key: ['room', 'person'],
  columns: { room: 'text', person: 'text', share: 'float8', since: 'text' },
}
const occupantRows = (record: Pick<RoomRecord, 'id' | 'occupants'>): Row[] =>
  record.occupants.map(({ person, share, since }) => ({ room: record.id, person, share, since }))

export const roomsPlan = plan({
  of: rooms,
  table: 'rooms',
  fields: {
    id: 'text',
    floor: 'text',
    number: 'text',
    category: 'text',
    use: 'text',
    state: 'text',
    unit: 'text',
    workstations: 'jsonb',
  },
  columns: {
    building: ['text', (r, given) => given.parent(r.floor).building],
    county: ['text', (r, given) => given.parent(r.floor).county],
    state_since: ['text', (r) => r.stateSince],
    usable_dm2: ['int4', (r) => toSquareDecimetres(r.usableArea)],
    ring: ['float4[]', (r) => r.ring.flat().map(Math.fround)],
    fresh: ['bool', (r, { arrival }) => isFresh(r.updatedAt, arrival.now, arrival.freshMs)],
  },
  made: [
    {
      columns: { persons: 'int2', ...FACTS },
      of: (record, { sitters }: Given) => {
        const facts = roomFacts(record, sitters)
        return { persons: facts.occupants, ...factsRow(facts) }
      },
    },
  ],
  carries: { shape: OCCUPANTS, of: occupantRows },
  links: { floor: 'floor', unit: 'unit' },
  sums: 'roll-ups',
})
