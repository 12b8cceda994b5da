import { describe, expect, it } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { collection, keyOf, memberName, type Collection } from '../../../src/shared/kernel/collection.ts'
import { happenedMonth, id, stamped } from '../../../src/shared/kernel/fields.ts'
import {
  COLLECTIONS,
  COLLECTION_NAMES,
  DEFINITION_OF,
  HISTORY,
  isSeries,
} from '../../../src/shared/protocol/platform.ts'
import { titleOf } from '../../../data/contract/schemas.ts'
import { STORED, recordsOf } from '../../../data/standin/collections.ts'
import { admit, recordIdOf } from '../../../server/sources/door.ts'
import { goodRecords } from '../../builders/records/goodRecords.ts'

const now = Date.UTC(2026, 5, 15, 4)

const ROOT = join(import.meta.dirname, '../../..')

const sources = (under: string): string[] =>
  readdirSync(join(ROOT, under), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('var'))
    .map((path) => join(under, path))

/** A record type that is nowhere but here. */
const bookings = collection({
  name: 'meeting-room-bookings',
  title: { zh: '会议室预订', en: 'bookings of meeting rooms' },
  schema: z.object({ room: id, month: happenedMonth, times: z.number().int(), ...stamped }),
  key: ['room', 'month'],
  parents: { room: 'rooms' },
  master: 'platform',
})

describe('one definition a record type', () => {
  it('a record type that was just made up has its key, title, door and member without any list', () => {
    const record = { room: 'R1', month: '2026-05', times: 3, updatedAt: now }
    expect(keyOf(bookings, record)).toBe('R1:2026-05')
    expect(titleOf(bookings)).toBe('会议室预订 / bookings of meeting rooms')
    expect(memberName(bookings.name)).toBe('meetingRoomBookings')
    expect(recordsOf({ meetingRoomBookings: [record] } as never, bookings.name as never)).toEqual([record])
    const { good, rejected } = admit('s', bookings, [record, { ...record, times: 'three' }], now)
    expect(good).toEqual([record])
    expect(rejected).toMatchObject([
      { collection: 'meeting-room-bookings', recordId: 'R1:2026-05', field: 'times' },
    ])
  })

  it('stands in a file of its name, and every such file is in the list', () => {
    const files = sources('src/shared').filter((path) => basename(join(path, '..')) === 'collections')
    expect(files.map((path) => basename(path, '.ts')).toSorted()).toEqual(COLLECTION_NAMES.toSorted())
  })

  it('is known to no screen but by its type: the list is read from folders, which a browser has none of', () => {
    const values = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|vue)$/.test(path) && !path.startsWith(join('shared', 'protocol', 'platform')))
      .filter((path) =>
        /^(import|export) (?!type )[^']*'[^']*protocol\/platform(\/\w+)?\.ts'/m.test(
          readFileSync(join(ROOT, 'src', path), 'utf8'),
        ),
      )
    /* Called by platforms: no screen knows of it. */
    expect(values).toEqual([join('shared', 'intake', 'platformRoutes.ts')])
  })

  it('names fields and collections that there are, parents before children', () => {
    for (const [at, name] of COLLECTION_NAMES.entries()) {
      const of: Collection = DEFINITION_OF[name]
      for (const field of [...of.key, ...Object.keys(of.parents)])
        expect(Object.keys(of.schema.shape), `${name} ${field}`).toContain(field)
      for (const parent of Object.values(of.parents))
        expect((COLLECTION_NAMES as string[]).slice(0, at), `${name} of ${parent}`).toContain(parent)
    }
  })

  it('what is derived agrees with it', () => {
    expect(Object.keys(COLLECTIONS)).toEqual(COLLECTION_NAMES)
    expect(STORED).toEqual(COLLECTION_NAMES.filter((name) => name !== 'regions' && !isSeries(name)))
    expect(HISTORY).toEqual(['overlap-months', 'vehicle-tracks'])
    const good = goodRecords(now)
    for (const name of COLLECTION_NAMES)
      expect(recordIdOf(name, good[name])).toBe(keyOf(DEFINITION_OF[name], good[name]))
    expect(recordIdOf('positions', { vehicle: 'V1', at: 5 })).toBe('V1:5')
    expect(recordIdOf('drivers', { id: 'D1' })).toBe('D1')
  })
})

describe('one definition a record type', () => {
  it('no other file keeps a list of them', () => {
    /** Which of its records the demonstration makes around today, and who makes each series of it. */
    const ALLOWED = ['data/standin/collections.ts', 'data/standin/store.ts']
    const telling = COLLECTION_NAMES.filter((name) => name.includes('-'))
    const lists = ['src', 'server', 'data'].flatMap(sources).filter((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8')
      return telling.filter((name) => text.includes(`'${name}'`)).length > 3
    })
    expect(lists.filter((path) => !ALLOWED.includes(path))).toEqual([])
  })
})
