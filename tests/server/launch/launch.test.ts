import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Health } from '#shared/protocol/http.ts'
import { isRunning } from '../../../server/launch/processes/processes.ts'
import {
  ROOT,
  base,
  dataDir,
  port,
  outsideLog,
  freePort,
  clusterFolder,
  family,
  kill,
  killAll,
  openFolder,
} from './launched.ts'

beforeAll(openFolder)

afterAll(async () => {
  await killAll()
  for (const folder of [clusterFolder(), base])
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
})

const START_LIMIT_MS = 120_000

const HOOK = pathToFileURL(join(ROOT, 'tests', 'builders', 'devices', 'noOutside.mjs')).href

interface Launch {
  readonly child: ChildProcess
  output(): string
  /** Resolves with the exit status. */
  readonly exit: Promise<number | null>
  ready(): Promise<number>
}

const launch = (environment: Record<string, string> = {}): Launch => {
  const since = Date.now()
  const child = spawn('node', ['server/launch/start.mjs', '--scale', 'tiny', '--no-open', '--no-build'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      GUANLAN_DATA_DIR: dataDir,
      DATABASE_URL: '',
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import ${HOOK}`,
      GUANLAN_OUTSIDE_LOG: outsideLog,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exit = new Promise<number | null>((done) => child.on('exit', done))
  const ready = async (): Promise<number> => {
    while (!output.trimEnd().endsWith(`ready http://127.0.0.1:${port}/`)) {
      if (child.exitCode !== null || Date.now() - since > START_LIMIT_MS)
        throw new Error(`not ready: ${output}`)
      await delay(50)
    }
    return Date.now() - since
  }
  return { child, output: () => output, exit, ready }
}

const find = (part: string): number => family().find(({ command }) => command.includes(part))!.pid

const postmaster = (): number =>
  Number(readFileSync(join(clusterFolder(), 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

const goneWithin = async (limitMs: number): Promise<string[]> => {
  const until = Date.now() + limitMs
  while (family().length > 0 && Date.now() < until) await delay(100)
  return family().map(({ command }) => command)
}

/** 15 s are meant for a machine that does nothing else: a busy one gets its share. */
const soon = (): number => 15_000 * Math.max(1, loadavg()[0]! / availableParallelism())

const health = async (): Promise<Health> =>
  (await fetch(`http://127.0.0.1:${port}/healthz`)).json() as Promise<Health>

let first: Launch

const BACK = 'the database is back'

const STARTING = 'the database was killed, starting it again'

const said = (words: string): number => first.output().split(words).length - 1

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('goes from nothing to ready, and names the address, the accounts and a pairing link', async () => {
    first = launch()
    await first.ready()
    expect(first.output()).toMatch(/\[5\/5\].*✓/)
    expect((await health()).ok).toBe(true)
    const file = join(dataDir, 'first-accounts.txt')
    expect(first.output()).toContain(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const accounts = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => line.split(/\s+/))
    expect(accounts.map(([name]) => name)).toEqual([
      'leader',
      'supervisor',
      'manager',
      'auditor',
      'operator',
      'security',
      'manager-city',
      'unit',
    ])
    for (const [, password] of accounts)
      expect(first.output() + readFileSync(join(dataDir, 'logs', 'server.log'), 'utf8')).not.toContain(
        password,
      )
    const signIn = await fetch(`http://127.0.0.1:${port}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'leader', password: accounts[0]![1] }),
    })
    expect(await signIn.json()).toMatchObject({ role: 'leader', mustChangePassword: true })
    const code = /\/pair#([\w-]+)/.exec(first.output())![1]
    const pair = () =>
      fetch(`http://127.0.0.1:${port}/api/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      })
    expect([(await pair()).status, (await pair()).status]).toEqual([200, 401])
  })

  it('refuses a second instance and a busy port with one line each', async () => {
    const second = launch({ PORT: String(await freePort()) })
    expect(await second.exit).toBe(1)
    expect(second.output().trim().split('\n')).toEqual([
      expect.stringMatching(/^已有一个观澜.*another Guanlan \(process \d+/),
    ])
    const busy = launch({ GUANLAN_DATA_DIR: join(base, 'other') })
    expect(await busy.exit).toBe(1)
    expect(busy.output().trim().split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^端口 ${port} 已被占用.*port ${port} is in use`)),
    ])
  })
})

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('starts a killed stand-in and a killed server again, where they were, and says so', async () => {
    const live = async (): Promise<boolean> =>
      (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.status === 200
    for (const [part, title] of [
      ['standin/main.ts', '模拟平台'],
      ['server/main.ts', '观澜服务'],
    ] as const) {
      const before = first.output().length
      await kill(find(part))
      const until = Date.now() + START_LIMIT_MS
      while (
        !first.output().slice(before).includes('is back') &&
        first.child.exitCode === null &&
        Date.now() < until
      )
        await delay(100)
      expect(first.output().slice(before)).toMatch(
        new RegExp(
          `${title} .*ended unexpectedly \\(SIGKILL\\).*starting it again in [\\d.]+ s[^]*${title} .*is back`,
        ),
      )
      while (!(await live()) && Date.now() < until) await delay(100)
      expect([part, await live()]).toEqual([part, true])
    }
  })
})

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it.skipIf(process.getuid?.() !== 0)(
    'says that the disk is full, before and while it writes',
    async (context) => {
      const small = join(base, 'small')
      mkdirSync(small)
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', small]).status !== 0)
        return context.skip()
      try {
        const environment = { PORT: String(await freePort()), GUANLAN_DATA_DIR: join(small, 'data') }
        const low = launch(environment)
        expect(await low.exit).toBe(1)
        expect(low.output().trim().split('\n')).toEqual([
          expect.stringMatching(/^磁盘空间不足.*the disk is full: .* has 1\d MiB left/),
        ])
        spawnSync('dd', ['if=/dev/zero', `of=${join(small, 'fill')}`, 'bs=1M'])
        const full = launch(environment)
        expect(await full.exit).toBe(1)
        expect(full.output().trim().split('\n')).toEqual([
          expect.stringMatching(/^磁盘已满 \/ the disk is full/),
        ])
      } finally {
        spawnSync('umount', [small])
      }
    },
  )

  it('starts a killed database again, and the server says so meanwhile', async () => {
    await kill(postmaster())
    const seen: boolean[] = []
    const probes = new Set<string>()
    const until = Date.now() + 30_000
    while (Date.now() < until && !(seen.includes(false) && seen.at(-1))) {
      const [live, ready] = await Promise.all([
        fetch(`http://127.0.0.1:${port}/healthz`),
        fetch(`http://127.0.0.1:${port}/readyz`),
      ])
      probes.add(`${live.status} ${ready.status}`)
      seen.push(((await live.json()) as Health).ok && ready.status === 200)
      await delay(25)
    }
    expect(seen.at(-1)).toBe(true)
    expect(seen).toContain(false)
    expect([...probes].toSorted()).toEqual(['200 200', '200 503'])
    expect(said(STARTING)).toBe(1)
    const answer = await fetch(`http://127.0.0.1:${port}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'leader', password: 'wrong' }),
    })
    expect(answer.status).toBe(401)
  })
})

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('starts a database once more that is killed while it is being started again', async () => {
    await vi.waitFor(() => expect(said(BACK)).toBe(1), 20_000)
    const old = postmaster()
    await kill(old)
    let next = old
    while (next === old || !isRunning(next))
      next = await delay(5)
        .then(postmaster)
        .catch(() => old)
    await kill(next)
    await vi.waitFor(
      async () =>
        expect([said(STARTING), (await fetch(`http://127.0.0.1:${port}/readyz`)).status]).toEqual([3, 200]),
      30_000,
    )
    await vi.waitFor(() => expect(said(BACK)).toBeGreaterThan(1), 20_000)
  })

  it('[ZJ-63] asks nothing of any other machine', () => {
    const lines = readFileSync(outsideLog, 'utf8')
    expect(lines).toContain('watching ' + join(ROOT, 'server/main.ts'))
    expect(lines).toContain('watching ' + join(ROOT, 'data/standin/main.ts'))
    expect(lines.split('\n').filter((line) => line.startsWith('outside'))).toEqual([])
  })

  it('ends every process on a signal, a database that is being started again among them', async () => {
    const before = said(STARTING)
    await kill(postmaster())
    await vi.waitFor(() => expect(said(STARTING)).toBe(before + 1), 20_000)
    first.child.kill('SIGINT')
    expect(await first.exit).toBe(0)
    expect(await goneWithin(2000)).toEqual([])
  })

  it('is ready again in under 15 seconds, also after everything was killed', async () => {
    const second = launch()
    expect(await second.ready()).toBeLessThan(soon())
    await killAll()
    await second.exit
    expect(await goneWithin(5000)).toEqual([])
    expect(existsSync(join(clusterFolder(), 'cluster', 'postmaster.pid'))).toBe(true)
    const third = launch()
    expect(await third.ready()).toBeLessThan(soon())
    await kill(third.child.pid!)
    expect(await goneWithin(15_000)).toEqual([])
  })
})
