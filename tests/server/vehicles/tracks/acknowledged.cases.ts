import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { startPrivatePostgres } from '../../../../server/db/privatePostgres.ts'
import { migrate } from '../../../../server/db/migrate.ts'
import { openDatabase } from '../../../../server/db/open.ts'
import { POINT_MARK } from '../../../../src/shared/vehicles/track/points.ts'
import { makeTestDatabase } from '../../../builders/house/database.ts'
import { until } from '../../../builders/house/liveHouse.ts'
import { NOON, clock, rowsOf, expected, every, open, append, kept } from './store.ts'

describe('what was acknowledged', () => {
  it('is there once after kill -9 at any instant between the disk and the database', async () => {
    const own = await makeTestDatabase()
    const dataDir = mkdtempSync(join(tmpdir(), 'tracks-killed-'))
    const program = `
      const { makeTrackStore } = await import(${JSON.stringify(new URL('../../../../server/vehicles/tracks/store.ts', import.meta.url).href)})
      const { makePoints } = await import(${JSON.stringify(new URL('../../../../src/shared/vehicles/track/points.ts', import.meta.url).href)})
      const [url, dataDir, first] = process.argv.slice(1)
      const now = Date.now
      const store = makeTrackStore({ databaseUrl: url, dataDir, clock: now, log: console })
      await store.start()
      const begin = ${NOON}
      for (let n = Number(first); ; n++) {
        const p = makePoints(200)
        for (let i = 0; i < 200; i++) { p.ordinal[i] = i + 1; p.at[i] = begin + n * 10000; p.lonE7[i] = n; p.latE7[i] = i }
        await store.append(p, now())
        process.stdout.write(n + '\\n')
        if (n % 5 === 4) void store.flush().catch(() => undefined)
      }`
    let told = -1
    for (const batches of [23, 41, 12, 67]) {
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', program, own.url, dataDir, String(Math.max(0, told - 2))],
        { stdio: ['ignore', 'pipe', 'inherit'], cwd: join(import.meta.dirname, '../../../..') },
      )
      let lines = 0
      for await (const line of createInterface(child.stdout)) {
        told = Math.max(told, Number(line))
        if (++lines === batches) child.kill('SIGKILL')
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    const again = open(own.url, dataDir)
    await again.start()
    await again.flush()
    const track = await again.track(200, 0, clock + 86_400_000)
    const times = Array.from(track.at, (at) => (at - NOON) / 10_000)
    expect(times.slice(0, told + 1)).toEqual(Array.from({ length: told + 1 }, (_, n) => n))
    expect(await kept(own)).toBe(times.length * 200)
    await again.close()
    await own.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })
})

describe('what was acknowledged', () => {
  it('beyond what memory holds stays in the spool alone, and arrives with the rest', async () => {
    const own = await makeTestDatabase()
    const dataDir = mkdtempSync(join(tmpdir(), 'tracks-full-'))
    const small = open(own.url, dataDir, { softPoints: 300, hardPoints: 400 })
    await small.start()
    const all = every([1, 2, 3, 4], NOON, NOON + 900_000, 3000)
    for (let i = 0; i < all.length; i += 100)
      expect(new Set((await append(all.slice(i, i + 100), small)).mark)).toEqual(new Set([POINT_MARK.newest]))
    expect(await small.pending()).toMatchObject({ behind: true, points: 400 })
    expect(new Set((await append(all.slice(-8, -4), small)).mark)).toEqual(new Set([POINT_MARK.late]))
    expect(new Set((await append(all.slice(-4), small)).mark)).toEqual(new Set([POINT_MARK.repeated]))
    await small.flush()
    expect(await small.pending()).toMatchObject({ behind: false, points: 0, rows: 0 })
    expect(await kept(own)).toBe(all.length)
    expect((await append(all.slice(0, 400), small)).mark.includes(POINT_MARK.newest)).toBe(false)
    await small.close()
    await own.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('waits on the disk while the database is away, and arrives', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tracks-away-'))
    let server = await startPrivatePostgres({ dataDir, settings: { fsync: 'off' } })
    const first = openDatabase(server.url, () => undefined, 2)
    await migrate(first.db)
    await first.close()
    const away = open(server.url, dataDir)
    await away.start()
    await append(every([1, 2, 3], NOON, NOON + 60_000, 1000), away)
    await server.stop()
    await append(every([1, 2, 3], NOON + 61_000, NOON + 400_000, 1000), away)
    await expect(away.flush()).rejects.toThrow()
    await append(every([1, 2, 3], NOON + 401_000, NOON + 500_000, 1000), away)
    expect(await away.pending()).toMatchObject({ rows: 3, points: 3 * 501, error: expect.any(String) })
    server = await startPrivatePostgres({ dataDir, settings: { fsync: 'off' } })
    await until('all have arrived', () =>
      away.flush().then(
        () => true,
        () => false,
      ),
    )
    const second = openDatabase(server.url, () => undefined, 2)
    expect(Number((await second.pool.query('select sum(points) as n from track_chunks')).rows[0].n)).toBe(
      3 * 501,
    )
    expect(rowsOf(await away.track(3, 0, clock))).toEqual(expected(every([3], NOON, NOON + 500_000, 1000)))
    await second.close()
    await away.close()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
})
