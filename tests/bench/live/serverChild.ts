/** The real server as a child of a bench: with one account, and an answer to what it costs. */
import pino from 'pino'
import { readConfig } from '../../../server/config.ts'
import { startServer, type RunningServer } from '../../../server/main.ts'
import { hashPassword } from '../../../server/access/accounts/passwords.ts'

export interface Usage {
  readonly type: 'usage'
  readonly cpuMs: number
  readonly rssBytes: number
  readonly at: number
}
export type ToServer =
  | { readonly type: 'start'; readonly environment: Readonly<Record<string, string>> }
  | { readonly type: 'usage' }
  | { readonly type: 'settle' }
  | { readonly type: 'end' }
export type FromServer =
  | { readonly type: 'ready'; readonly url: string; readonly cookie: string }
  | Usage
  | { readonly type: 'settled' }

const PASSWORD = 'Guanlan-Bench-2026'
const tell = (message: FromServer): void => void process.send?.(message)
let running: RunningServer | null = null

const begin = async (environment: Readonly<Record<string, string>>): Promise<void> => {
  const server = await startServer(
    readConfig({ GUANLAN_SOCKETS_A_SESSION: '10000', GUANLAN_SOCKETS: '10000', ...environment }),
    pino({ level: 'error' }),
  )
  running = server
  const at = Date.now()
  const account = {
    id: 'bench',
    name: 'bench',
    displayName: 'bench',
    role: 'leader' as const,
    scope: { kind: 'region' as const, region: '450000' },
    responsible: 'bench',
    state: 'active' as const,
    passwordHash: await hashPassword(PASSWORD),
    mustChange: false,
    passwordAt: at,
    createdAt: at,
  }
  await server.access.accountStore.insert([account])
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', password: PASSWORD }),
  })
  tell({
    type: 'ready',
    url: server.url,
    cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  })
}

/** All that waits to be written is. */
const settle = async (): Promise<void> => {
  await running?.ports.vehicles.tracks.flush()
  tell({ type: 'settled' })
}

process.on('message', (message: ToServer) => {
  if (message.type === 'start') void begin(message.environment)
  else if (message.type === 'settle') void settle()
  else if (message.type === 'usage') {
    const { user, system } = process.cpuUsage()
    tell({
      type: 'usage',
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage().rss,
      at: performance.now(),
    })
  } else void running?.close().then(() => process.exit(0))
})
