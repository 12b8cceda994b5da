import { sql } from 'kysely'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLANS } from '../../../server/intake/ledger/plans.ts'
import { migrate } from '../../../server/db/migrate.ts'
import type { Db } from '../../../server/db/open.ts'
import { SLAB_MS } from '../../../src/shared/vehicles/track/chunk/format.ts'
import { makeBareDatabase, type TestDatabase } from '../../builders/house/database.ts'
import { makeGiven, type World } from '../../builders/rows/given.ts'
import { differences, makeShapes, type Callable, type Maker } from '../../builders/rows/shape.ts'
import { readDump, restoreDatabase } from '../../upgrade/houseDump.ts'

const ROOT = join(import.meta.dirname, '../../..')
const FILES = globSync('server/**/*Rows.ts', { cwd: ROOT }).toSorted()
const OPTIONS = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  ROOT,
).options
const programme = ts.createProgram(
  FILES.map((file) => join(ROOT, file)),
  OPTIONS,
)
const shapes = makeShapes(programme.getTypeChecker())
const makersOf = (file: string): Maker[] =>
  shapes.makersOf(programme.getSourceFile(join(ROOT, file)) as ts.SourceFile)

/** A tiny house as it was kept, filled by its own platform. */
const kept = readDump(join(ROOT, 'tests/upgrade/house-2026-11-30.json.gz'))
let database: TestDatabase
let world: World
const TABLES = [
  'regions',
  'compounds',
  'buildings',
  'floors',
  'rooms',
  'units',
  'people',
  'meters',
  'fences',
  'orders',
  'vehicles',
  'accounts',
  'alerts',
]

beforeAll(async () => {
  database = await makeBareDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await restoreDatabase(client, kept)
  await client.end()
  await migrate(database.db)
  const ids: Record<string, string[]> = {}
  for (const table of TABLES) {
    const id = table === 'regions' ? 'code' : 'id'
    const { rows } = await database.pool.query<{ id: string }>(
      `select ${id}::text as id from ${table} order by ${id} desc limit 3`,
    )
    ids[table] = rows.map((row) => row.id)
  }
  const { rows: compounds } = await database.pool.query<{ row: object }>(
    'select to_jsonb(c) as row from compounds c limit 1',
  )
  const slab = Math.floor(kept.at / SLAB_MS) * SLAB_MS
  world = {
    db: database.db,
    now: kept.at,
    ids,
    handmade: {
      pageOfFound: [
        database.db,
        sql`select 'a' as id, 'red' as severity, 1::float8 as rank`,
        { severity: null, after: null, limit: 5 },
      ],
      'makeAuditRepository.append': [[], () => []],
      'makeSignInRepository.attempt': ['somebody', '::1', kept.at, () => ({ kind: 'free' })],
      'makeTrackRows.newest': [slab, { from: 0, to: 4 }],
      'makeTrackRows.within': [0, slab - 10 * SLAB_MS, slab],
      'makeTrackRows.slab': [slab, [0]],
      'makeTrackRows.dropOld': [null],
      'makeLedgerWrites.upsert': [PLANS.compounds.shape, compounds.map(({ row }) => row)],
      'makeLedgerWrites.replaceCarried': [PLANS.rooms.carries!.shape, ids['rooms'], []],
    },
  }
})
afterAll(() => database?.drop())

class Undo extends Error {}
const NEEDS_OWN = /transaction method|inside a transaction block/
/** Calls within a transaction that is undone; what needs its own transaction is called for good. */
const undone = async (call: (db: Db) => unknown): Promise<unknown> => {
  let answer: unknown
  try {
    await database.db.transaction().execute(async (db) => {
      answer = await call(db)
      throw new Undo()
    })
  } catch (error) {
    if (error instanceof Undo) return answer
    if (NEEDS_OWN.test((error as Error).message)) return call(database.db)
    throw error
  }
  return answer
}
/** Made-up values that the database refuses by a constraint of its own: the statement ran. */
const isRefused = (error: unknown): boolean =>
  /^(23|P0)/.test(String((error as { code?: string }).code ?? ''))
const isNothing = (answer: unknown): boolean =>
  answer === null ||
  answer === undefined ||
  (Array.isArray(answer) && answer.length === 0) ||
  (answer instanceof Map && answer.size === 0)

const tally = { called: 0, refused: 0, nothing: [] as string[] }
const callOf = async (
  file: string,
  name: string,
  made: Callable,
  call: (db: Db, given: readonly unknown[]) => unknown,
): Promise<string[]> => {
  if (OF_BEFORE.includes(name)) return []
  tally.called++
  try {
    const answer = await undone((db) => call(db, makeGiven({ ...world, db }, file).argumentsOf(made, name)))
    if (made.returns.kind !== 'undefined' && isNothing(answer)) tally.nothing.push(name)
    return differences(answer, made.returns).map((fault) => `${name}: ${fault}`)
  } catch (error) {
    if (isRefused(error)) {
      tally.refused++
      return []
    }
    return [`${name}: ${(error as Error).message} ${(error as { code?: string }).code ?? ''}`]
  }
}

/** Of tables that only a database of an earlier version has. */
const OF_BEFORE = ['makeTrackRows.oldPositions']

describe.each(FILES)('%s', (file) => {
  it('answers every call as it is declared', async () => {
    const makers = makersOf(file)
    if (makers.length === 0)
      return expect(readFileSync(join(ROOT, file), 'utf8')).not.toMatch(
        /from '(kysely|pg)'.*\n[^]*\.execute\(/,
      )
    const module = (await import(join(ROOT, file))) as Record<string, (...given: unknown[]) => unknown>
    const faults: string[] = []
    for (const maker of makers) {
      const make = module[maker.name] as (...given: unknown[]) => unknown
      if (maker.methods.length === 0) {
        faults.push(...(await callOf(file, maker.name, maker, (_, given) => make(...given))))
        continue
      }
      for (const method of maker.methods)
        faults.push(
          ...(await callOf(file, `${maker.name}.${method.name}`, method, (db, given) => {
            const rest = makeGiven({ ...world, db }, file)
              .argumentsOf(maker)
              .slice(1)
            const made = make(maker.params[0]?.name === 'url' ? database.url : db, ...rest) as Record<
              string,
              (...given: unknown[]) => unknown
            >
            return (made[method.name] as (...given: readonly unknown[]) => unknown)(...given)
          })),
        )
    }
    expect(faults).toEqual([])
  })
})

it('most calls told something', () => {
  expect(tally.called).toBeGreaterThan(250)
  expect(tally.nothing.length + tally.refused).toBeLessThan(tally.called / 2)
})
