import { SERVER_PROBE } from './serverProbe.ts'

/** 会议室预订: records of its own, a table, a route and a topic. */
const APPLICATION: Readonly<Record<string, string>> = {
  'src/shared/meetings/collections/meeting-bookings.ts': `
import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { id, stamped, text } from '../../kernel/fields.ts'

export const bookingSchema = z.object({ id, region: id, hall: text(64).min(1), ...stamped })

export const meetingBookings = collection({
  name: 'meeting-bookings',
  title: { zh: '会议室预订', en: 'bookings of meeting rooms' },
  schema: bookingSchema,
  key: ['id'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'meeting-bookings': typeof meetingBookings
  }
}
`,
  'src/shared/meetings/topics.ts': `
import { topic } from '../kernel/topic.ts'

export interface Booked {
  readonly id: string
  readonly hall: string
}
export const bookingsTopic = topic({ name: 'meeting-bookings', kind: 'batch', permission: 'view.places' })
export const noiseTopic = topic({
  name: 'meeting-noise',
  kind: 'latest',
  permission: 'view.live',
  frame: { code: 200, columns: { ordinal: 'u32', db: 'f32' } },
})

declare module '../kernel/topic.ts' {
  interface BatchItems {
    'meeting-bookings': Booked
  }
  interface FrameTopics {
    'meeting-noise': typeof noiseTopic
  }
}
`,
  'src/shared/meetings/routes.ts': `
import { z } from 'zod'
import { contract } from '../kernel/contract.ts'

export const meetingContracts = {
  bookings: contract({
    method: 'GET',
    url: '/api/meetings/bookings',
    needs: 'view.places',
    summary: '会议室预订 / bookings of meeting rooms',
    response: z.object({ bookings: z.array(z.object({ id: z.string(), hall: z.string(), source: z.string() })) }),
  }),
} as const
`,
  'server/meetings/collections/meeting-bookings.ts': `
import { meetingBookings } from '#shared/meetings/collections/meeting-bookings.ts'
import { plan } from '../../common/plan.ts'

export const bookingsPlan = plan({
  of: meetingBookings,
  table: 'meeting_bookings',
  fields: { id: 'text', region: 'text', hall: 'text' },
  links: { region: 'region' },
  after: ['bookings'],
})
`,
  'server/meetings/migrations/990_meetings.ts': `
import { sql, type Kysely, type Migration } from 'kysely'

export const meetings: Migration = {
  up: async (db: Kysely<never>) => {
    await sql\`create table meeting_bookings (
      id text primary key, region text not null, hall text not null,
      source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null
    )\`.execute(db)
  },
}
`,
  'server/meetings/bookingRows.ts': `
import type { Db } from '../db/open.ts'
import type { ProvenanceColumns } from '../db/tables/columns.ts'

declare module '../db/schema.ts' {
  interface Schema {
    meeting_bookings: ProvenanceColumns & { id: string; region: string; hall: string }
  }
}

export const makeBookings = (db: Db) => ({
  all: () => db.selectFrom('meeting_bookings').select(['id', 'hall', 'source']).orderBy('id').execute(),
})
`,
  'server/meetings/module.ts': `
import { meetingContracts } from '#shared/meetings/routes.ts'
import { bookingsTopic, noiseTopic } from '#shared/meetings/topics.ts'
import type { Feed } from '../common/feed.ts'
import { defineModule } from '../common/defineModule.ts'
import { serve } from '../http/route.ts'
import { makeBookings } from './bookingRows.ts'

const noise: Feed<'meeting-noise'> = {
  topic: 'meeting-noise',
  takeChanged: () => [],
  all: () => [7],
  member: () => () => true,
  write: ({ ordinal, db }, ordinals) => {
    ordinal.set(ordinals)
    db.fill(42.5)
  },
}

declare module '../common/plan.ts' {
  interface Afters {
    bookings: true
  }
}

export default defineModule({
  name: 'meetings',
  needs: ['realtime'],
  make: ({ db, log }, { realtime }) => {
    const bookings = makeBookings(db)
    return {
      port: null,
      routes: [serve(meetingContracts.bookings, { handle: async () => ({ bookings: await bookings.all() }) })],
      topics: [bookingsTopic, noiseTopic],
      feeds: [noise],
      onRecords: [
        {
          to: 'bookings',
          early: true,
          run: (batch) => {
            if (batch.collection !== 'meeting-bookings') return
            const items = batch.items.map(({ id, hall, region }) => ({ item: { id, hall }, region, unit: null }))
            realtime.publish('meeting-bookings', items)
          },
        },
      ],
      start: () => log.info({}, 'meetings have started'),
      stop: () => log.info({}, 'meetings have stopped'),
    }
  },
})
`,
  'data/province/meetings/collections/meeting-bookings.ts': `
import { demonstration } from '../../made/demonstration.ts'

export const meetingBookings = demonstration({
  of: 'meeting-bookings',
  make: ({ county, now }, { buildings }) =>
    buildings
      .slice(0, 1)
      .map(({ name }) => ({ id: 'B-' + county.code, region: county.code, hall: name, updatedAt: now })),
})
`,
}

/** A protocol that nobody speaks: \`KNOCK\`, one byte for the hall. */
const PROTOCOL: Readonly<Record<string, string>> = {
  'server/sources/knock/index.ts': `
import { z } from 'zod'
import type { Decoded } from '../../codecs/decoded.ts'
import { source } from '../definition.ts'
import { recordsBatch } from '../door.ts'
import { makeHealth } from '../health.ts'

const decodeKnock = (bytes: Uint8Array): Decoded =>
  bytes.length === 6 && Buffer.from(bytes.subarray(0, 5)).toString('latin1') === 'KNOCK'
    ? { ok: true, frame: { hall: bytes[5] } }
    : { ok: false, error: { code: 'length', reason: 'expected KNOCK and a hall', at: 0 } }

export default source({
  way: 'knock',
  schema: z.object({ name: z.string(), frame: z.string() }),
  make: ({ name, frame }, clock) => {
    const health = makeHealth(name, 'request', 'readings')
    return {
      name,
      start: async (sink) => {
        const heard = decodeKnock(Buffer.from(frame, 'hex'))
        if (!heard.ok) throw new Error(heard.error.reason)
        const hall = 'hall ' + (heard.frame as { hall: number }).hall
        const items = [{ id: 'K1', region: '450000', hall, updatedAt: clock() }]
        await sink.accept(name, recordsBatch('meeting-bookings', items))
      },
      stop: async () => undefined,
      status: health.status,
    }
  },
  decode: { knock: decodeKnock },
})
`,
}

/** A door of its own: whoever knows the word hands bookings in as a list, and hears what was turned away. */
const DOOR: Readonly<Record<string, string>> = {
  'src/shared/frontdesk/routes.ts': `
import { z } from 'zod'
import { contract } from '../kernel/contract.ts'

export const frontdeskContracts = {
  hand: contract({
    method: 'POST',
    url: '/hooks/frontdesk',
    needs: 'public',
    why: '前台凭口令交来 / the front desk shows a word',
    summary: '前台交来的预订 / bookings handed in at the front desk',
    body: z.object({ word: z.literal('sesame'), bookings: z.array(z.unknown()).max(100) }),
    response: z.object({ kept: z.number(), refused: z.array(z.string()) }),
  }),
} as const
`,
  'server/frontdesk/module.ts': `
import { frontdeskContracts } from '#shared/frontdesk/routes.ts'
import { defineModule } from '../common/defineModule.ts'
import { serve } from '../http/route.ts'
import { admitRecords, recordsBatch } from '../sources/door.ts'

export default defineModule({
  name: 'frontdesk',
  needs: ['intake'],
  make: ({ clock }, { intake: { sink } }) => ({
    port: null,
    routes: [
      serve(frontdeskContracts.hand, {
        handle: async ({ body }) => {
          const { good, rejected } = admitRecords('frontdesk', 'meeting-bookings', body.bookings, clock())
          if (rejected.length > 0) await sink.quarantine(rejected)
          await sink.accept('frontdesk', recordsBatch('meeting-bookings', good))
          return { kept: good.length, refused: rejected.map(({ field, reason }) => field + ': ' + reason) }
        },
      }),
    ],
  }),
})
`,
}

export const ADDED = {
  ...APPLICATION,
  ...PROTOCOL,
  ...DOOR,
  'probe.ts': SERVER_PROBE,
  'frames.txt': '4b4e4f434b07\n4b4e\n',
}
