import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ROOT } from '../../server/config.ts'
import type { Scale } from '../../data/province/Province.ts'
import { platformKeys } from '../../server/launch/house/keys.ts'

export type PictureAccount = 'supervisor' | 'manager'
interface SignIn {
  readonly name: string
  readonly password: string
}
export interface Product {
  readonly url: string
  /** Sign-ins: the account whose screen shows tracks, and the one that revises parameters. */
  readonly accounts: Readonly<Record<PictureAccount, SignIn>>
  /** Makes the stand-in platform refuse everything, or serve again. */
  setOutage(down: boolean): Promise<void>
  stop(): Promise<void>
}

/** Ten in the morning of a working day: people at their desks, vehicles out, load near its peak. */
const CLOCK = '2026-11-19T10:00:00+08:00'
const ACCOUNTS: readonly PictureAccount[] = ['supervisor', 'manager']
/** Of a throw-away data folder on this machine's own loopback. */
const PASSWORD = 'Guanlan-Pictures-2026'

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })

const until = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((done, failed) => {
    let output = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk)
      output += chunk.toString()
      const found = pattern.exec(output)
      if (found) done(found[1]!)
    })
    child.on('exit', (code) => failed(new Error(`npm start ended with ${code}: ${output.slice(-600)}`)))
  })

const post = (url: string, path: string, body: object, cookie = ''): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })

/** Changes the one-time password of the first accounts once; later runs find it changed. */
const firstSignIn = async (url: string, dataDir: string, name: PictureAccount): Promise<void> => {
  if ((await post(url, '/api/session', { name, password: PASSWORD })).ok) return
  const line = readFileSync(join(dataDir, 'first-accounts.txt'), 'utf8')
    .split('\n')
    .findLast((text) => text.startsWith(`${name} `))
  const current = line?.split(/\s+/)[1] ?? ''
  const session = await post(url, '/api/session', { name, password: current })
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const changed = await post(url, '/api/session/password', { current, next: PASSWORD }, cookie)
  if (!changed.ok)
    throw new Error(`the first password of ${name} could not be changed: ${await changed.text()}`)
}

const firstSignIns = async (url: string, dataDir: string): Promise<void> => {
  for (const name of ACCOUNTS) await firstSignIn(url, dataDir, name)
}

const platformOf = (dataDir: string): string =>
  /standin ready (http:\/\/\S+)/.exec(readFileSync(join(dataDir, 'logs', 'standin.log'), 'utf8'))?.[1] ?? ''

const around = (url: string, dataDir: string, stop: () => Promise<void>): Product => ({
  url,
  accounts: {
    supervisor: { name: 'supervisor', password: PASSWORD },
    manager: { name: 'manager', password: PASSWORD },
  },
  setOutage: async (down) => {
    const { key } = platformKeys(dataDir)
    const answer = await fetch(`${platformOf(dataDir)}/_faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ down }),
    })
    if (!answer.ok) throw new Error(`the platform did not take the fault: ${answer.status}`)
  },
  stop,
})

/**
 * The whole product on a scale, Guangxi's as a rule, with a fresh data folder of its own, since the clock begins anew;
 * `GUANLAN_URL` and `GUANLAN_DATA_DIR` name one that runs already.
 */
export const openProduct = async (scale: Scale = 'guangxi'): Promise<Product> => {
  const running = process.env['GUANLAN_URL']?.replace(/\/$/, '')
  const dataDir = running
    ? (process.env['GUANLAN_DATA_DIR'] ?? join(ROOT, 'data', 'var'))
    : join(ROOT, 'data', 'var', 'pictures')
  if (running) {
    await firstSignIns(running, dataDir)
    return around(running, dataDir, async () => undefined)
  }
  rmSync(dataDir, { recursive: true, force: true })
  const env = {
    ...process.env,
    PORT: String(await freePort()),
    GUANLAN_DATA_DIR: dataDir,
    GUANLAN_CLOCK: CLOCK,
  }
  const child = spawn(
    process.execPath,
    [join(ROOT, 'server', 'launch', 'start.mjs'), '--no-open', '--scale', scale],
    {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const url = (await until(child, /ready (http:\/\/[^\s/]+)\//)).replace(/\/$/, '')
  await firstSignIns(url, dataDir)
  return around(url, dataDir, async () => {
    const ended = new Promise((done) => child.on('exit', done))
    child.kill('SIGINT')
    await ended
  })
}
