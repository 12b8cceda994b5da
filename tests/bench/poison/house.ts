/** The fed house as the bench sees it: what stands in its tables, its tracks and its status. */
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { SourceStatus } from '../../../src/shared/protocol/http.ts'
import type { Child } from '../live/children.ts'
import type { Registers } from './meters.ts'
import type { Fed, ToFed } from './serverChild.ts'

const PATIENCE_MS = 120_000
export const until = async (what: string, look: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; !(await look()); await delay(500))
    if (Date.now() > end) throw new Error(`not so within two minutes: ${what}`)
}
export interface House {
  readonly child: Child<ToFed, Fed>
  readonly url: string
  readonly pool: pg.Pool
  readonly cookies: readonly string[]
}
export const startHouse = async (child: Child<ToFed, Fed>, sources: readonly object[]): Promise<House> => {
  child.send({ type: 'start', sources: JSON.stringify(sources) })
  const { url, databaseUrl, cookies } = await child.next('ready')
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => undefined)
  return { child, url, cookies, pool }
}

/** What stands in the house, asked one by one. */
export const looksInto = ({ child, pool }: House) => {
  let last: Promise<unknown> = Promise.resolve()
  const asked = <T>(question: ToFed, answer: () => Promise<T>): Promise<T> => {
    const told = last.then(() => {
      child.send(question)
      return answer()
    })
    last = told.catch(() => undefined)
    return told
  }
  const points = (vehicle: string, from: number, to: number): Promise<readonly number[]> =>
    asked({ type: 'points', vehicle, from, to }, () => child.next('points').then(({ at }) => at))
  const totals = (meters: readonly string[]): Promise<readonly (number | null)[]> =>
    asked({ type: 'registers', meters }, () => child.next('registers').then((told) => told.totals))
  const one = async (text: string, values: unknown[] = []): Promise<number> =>
    Number(Object.values((await pool.query(text, values)).rows[0] as object)[0])
  return {
    one,
    points,
    counted: (table: string, key: string, ids: readonly string[]): Promise<number> =>
      one(`select count(distinct ${key}) from ${table} where ${key} = any($1)`, [ids]),
    totals,
    statuses: (): Promise<Map<string, SourceStatus>> =>
      asked({ type: 'statuses' }, async () => {
        const { statuses } = await child.next('statuses')
        return new Map(statuses.map((status) => [status.name, status]))
      }),
    /** Of these last registers, how many stand as they were sent. */
    registers: async (sent: Registers): Promise<number> => {
      const found = await totals([...sent.keys()])
      return [...sent.values()].filter((total, i) => Math.abs((found[i] ?? NaN) - total) < 0.001).length
    },
    /** Of these instants, how many are kept. */
    kept: async (good: ReadonlyMap<string, readonly number[]>): Promise<number> => {
      let found = 0
      for (const [vehicle, instants] of good) {
        const at = new Set(await points(vehicle, Math.min(...instants), Math.max(...instants)))
        found += instants.filter((instant) => at.has(instant)).length
      }
      return found
    },
  }
}

export type Look = ReturnType<typeof looksInto>
