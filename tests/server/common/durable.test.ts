import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Attempt, DurableJobs, DurableKind } from '../../../server/common/durable/durable.ts'
import { makePgBossJobs } from '../../../server/common/durable/pgBoss.ts'
import { ensureJobsTables, jobsSchema } from '../../../server/db/jobsTables.ts'
import type { RebuildJob } from '../../../server/common/ports/rebuild.ts'
import { makeRebuilder } from '../../../server/standards/rebuild.ts'
import { makeTestDatabase, type TestDatabase } from '../../builders/house/database.ts'

let database: TestDatabase

const open: DurableJobs[] = []

const log = { warn: () => undefined, error: () => undefined }

const kind = (name: string, attempts = 2): DurableKind => ({
  name,
  attempts,
  pauseMs: 1000,
  longestMs: 60_000,
})

/** A process of the house, as far as its jobs go. */
const house = async (): Promise<DurableJobs> => {
  const jobs = makePgBossJobs({ pool: database.pool, schema: await jobsSchema(database.db), log })
  open.push(jobs)
  return jobs
}

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await delay(20)
}

/** A minute of silence of whoever held a job: what a process that was killed leaves behind. */
const silence = async (jobs: DurableJobs): Promise<void> => {
  await database.pool.query(
    `update pgboss.job set heartbeat_on = now() - interval '2 minutes' where state = 'active'`,
  )
  await jobs.recover()
}

beforeAll(async () => {
  database = await makeTestDatabase()
})

afterAll(async () => {
  await Promise.all(open.map((jobs) => jobs.stop()))
  await database?.drop()
})

describe('a durable job', () => {
  it('lies in a schema of its own, and is asked for by the transaction that wants it, or not at all', async () => {
    expect(await jobsSchema(database.db)).toBe('pgboss')
    const jobs = await house()
    const done: unknown[] = []
    jobs.handle(kind('within'), async (data) => void done.push(data))
    const ask = (n: number, fails: boolean): Promise<unknown> =>
      database.db.transaction().execute(async (within) => {
        await jobs.ask('within', { n }, { within })
        if (fails) throw new Error('undone')
      })
    await expect(ask(1, true)).rejects.toThrow('undone')
    await ask(2, false)
    jobs.wake('within')
    await until(() => done.length > 0)
    expect(done).toEqual([{ n: 2 }])
    expect(await jobs.open('within')).toBe(0)
  })

  it('lies beside the tables of the house where the login may make no schema', async () => {
    const other = await makeTestDatabase()
    const admin = new pg.Client({ connectionString: other.adminUrl })
    await admin.connect()
    await admin.query('drop schema pgboss cascade')
    await admin.end()
    expect(await jobsSchema(other.db)).toBe('public')
    await ensureJobsTables(other.db)
    const jobs = makePgBossJobs({ pool: other.pool, schema: await jobsSchema(other.db), log })
    const done: unknown[] = []
    jobs.handle(kind('beside'), async (data) => void done.push(data))
    await jobs.ask('beside', { n: 1 })
    await until(() => done.length > 0)
    await jobs.stop()
    await other.drop()
  })
})

describe('a durable job', () => {
  it('waits once under its key, not before its time, and is told to end when it is cancelled', async () => {
    const jobs = await house()
    const begun: Attempt[] = []
    let ended = 0
    jobs.handle(kind('slow', 1), async (_, attempt) => {
      begun.push(attempt)
      attempt.progress({ done: 3, total: 10 })
      await once(attempt.signal, 'abort')
      ended++
    })
    const first = (await jobs.ask('slow', { n: 1 }))!
    await until(() => begun.length === 1)
    expect(jobs.progressOf(first)).toEqual({ done: 3, total: 10 })
    const waits = await jobs.ask('slow', { n: 2 }, { key: 'same' })
    expect([typeof waits, await jobs.ask('slow', { n: 2 }, { key: 'same' })]).toEqual(['string', null])
    await jobs.ask('slow', { n: 3 }, { key: 'later', afterMs: 3_600_000 })
    expect(await jobs.open('slow')).toBe(2)
    await jobs.cancel('slow', waits!)
    await jobs.cancel('slow', first)
    await until(() => ended === 1)
    await until(async () => (await jobs.open('slow')) === 0)
    expect([begun.length, jobs.progressOf(first)]).toEqual([1, null])
  })

  it('that fails at every attempt is laid aside with its reason, and the one behind it is done', async () => {
    const jobs = await house()
    const done: string[] = []
    let isMended = false
    jobs.handle(kind('frail'), async ({ what }: { what: string }) => {
      if (what === 'broken' && !isMended) throw new Error('the table is missing')
      done.push(what)
    })
    await Promise.all(['broken', 'sound'].map((what) => jobs.ask('frail', { what })))
    await until(() => done.length === 1)
    await until(async () => (await jobs.dead()).length === 1)
    expect([done, await jobs.dead()]).toEqual([
      ['sound'],
      [
        expect.objectContaining({
          kind: 'frail',
          data: { what: 'broken' },
          reason: 'the table is missing',
          attempts: 2,
        }),
      ],
    ])
    await until(() => jobs.risks().length === 1)
    expect(jobs.risks()[0]).toContain('the table is missing')
    isMended = true
    await jobs.ask('frail', { what: 'broken' })
    await until(() => jobs.risks().length === 0)
    expect(await jobs.dead()).toEqual([])
  })
})

describe('a durable job', () => {
  it('goes on in another process: after an orderly stop in its midst, and after kill -9', async () => {
    const [first, second] = [await house(), await house()]
    let begun = 0
    first.handle(kind('moved', 3), async () => {
      begun++
      await new Promise(() => undefined)
    })
    await first.ask('moved', { n: 1 })
    await until(() => begun === 1)
    await first.stop()
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../../builders/house/endlessJob.ts'), 'killed'],
      {
        env: { ...process.env, DATABASE_URL: database.url },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const done: string[] = []
    second.handle(kind('moved', 3), async () => void done.push('moved'))
    second.handle(kind('killed', 3), async () => void done.push('killed'))
    await second.open('moved')
    await silence(second)
    await until(() => done.length >= 2)
    await delay(300)
    expect(done.toSorted()).toEqual(['killed', 'moved'])
  })
})

describe('what a revised parameter makes anew', () => {
  it('is made anew once by the next process, though the one that was asked ended in its midst', async () => {
    const made: string[] = []
    let isStuck = true
    const job = (name: string): RebuildJob => ({
      name: { zh: name, en: name },
      domains: ['housing'],
      run: async () => {
        made.push(name)
        if (isStuck) await new Promise(() => undefined)
      },
    })
    const failed: string[] = []
    const rebuilder = (jobs: DurableJobs) => {
      const one = makeRebuilder({
        jobs,
        clock: Date.now,
        changed: () => undefined,
        failed: (name) => failed.push(name),
        refresh: () => undefined,
      })
      one.add(job('the limits of rooms'))
      one.add(job('alerts'))
      return one
    }
    const first = await house()
    const asked = rebuilder(first)
    await database.db.transaction().execute((within) => asked.ask(new Set(['housing']), { within }))
    asked.begin()
    await until(() => made.length === 1)
    expect(asked.state()).toMatchObject({ running: true, done: 0 })
    await first.stop()
    isStuck = false
    const next = await house()
    const taken = rebuilder(next)
    await next.open('rebuild')
    await until(() => made.length >= 3)
    await taken.settled()
    expect(made.slice(1).toSorted()).toEqual(['alerts', 'the limits of rooms'])
    expect(taken.state()).toMatchObject({ running: false, done: 2, total: 2, failed: [] })
    expect(failed).toEqual([])
  })
})
