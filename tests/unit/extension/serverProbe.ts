/** Starts the copy's own server and says, as one line of JSON, what it saw of what was added. */
export const SERVER_PROBE = `
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { contractFiles } from './data/contract/files.ts'
import { makeProvince } from './data/province/index.ts'
import { recordsOf, STORED } from './data/standin/collections.ts'
import { readConfig } from './server/config.ts'
import { startServer } from './server/main.ts'
import { readFrame } from './src/shared/protocol/frame.ts'

const started: string[] = []
const take = (_: object, message: string): void => void started.push(message)
const log = { info: take, warn: take, error: (what: object, message: string) => take(what, 'ERROR ' + message) }
Object.assign(log, { child: () => log, fatal: take, debug: take, trace: take, level: 'info' })

const config = readConfig({
  PORT: '0',
  DATABASE_URL: process.env['DATABASE_URL'],
  GUANLAN_DATA_DIR: mkdtempSync(join(tmpdir(), 'guanlan-extended-data-')),
  GUANLAN_DEMO_ACCOUNTS: '1',
  GUANLAN_SOURCES: JSON.stringify([{ way: 'knock', name: 'knocks', frame: '4b4e4f434b07' }]),
})
const region = { code: '450000', parent: null, level: 'province', name: '广西', center: [108, 23], geometry: [[[[108, 23], [109, 23], [109, 24], [108, 23]]]] }
const server = await startServer(config, log as never, { checkAnswers: true })
const { intake, access } = server.ports
await intake.sink.accept('test', {
  kind: 'records',
  collection: 'regions',
  items: [{ ...region, updatedAt: 1 }],
} as never)

const { code } = await access.pairing.issue(
  { account: 'test', role: 'operator', address: 'local' } as never,
  'wall',
  { kind: 'region', region: '450000' },
)
const send = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
const paired = await send('POST', '/api/pair', { code })
const cookie = (paired.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''

const socket = io(server.url, { path: '/live', transports: ['websocket'], extraHeaders: { cookie } })
await new Promise((resolve, reject) => void socket.once('connect', () => resolve(0)).once('connect_error', reject))
const subscribe = (topic: string): Promise<unknown> =>
  socket.emitWithAck('subscribe', { topic, region: '450000' })
const frame = new Promise<Uint8Array>((resolve) => void socket.once('frame', (_, bytes) => resolve(bytes)))
const acks = [
  await subscribe('meeting-bookings'),
  await subscribe('no-such-topic'),
  await subscribe('meeting-noise'),
]
const noise = readFrame(Uint8Array.from(await frame).buffer)
const batch = new Promise((resolve) => void socket.once('batch', (_, sent) => resolve(sent)))

const handed = await send('POST', '/hooks/frontdesk', {
  word: 'sesame',
  bookings: [
    { id: 'D1', region: '450000', hall: '荔园', updatedAt: Date.now() },
    { id: 'D2', region: '450000', updatedAt: Date.now() },
  ],
})
const told = {
  started,
  acks,
  handed: await handed.json(),
  batch: await batch,
  noise: [noise.topic, ...(noise.columns as { ordinal: Uint32Array }).ordinal, ...(noise.columns as { db: Float32Array }).db],
  unknown: (await send('GET', '/api/meetings/bookings')).status,
  bookings: await (await send('GET', '/api/meetings/bookings', undefined, { cookie })).json(),
  rows: (await server.database.pool.query('select id, hall from meeting_bookings order by id')).rows,
  openapi: (contractFiles()['openapi.yaml'] ?? '').match(/.*meeting-bookings.*/gi) ?? [],
  guide: (contractFiles()['README.md'] ?? '').match(/.*meeting-bookings.*/gi) ?? [],
  standin: [(STORED as string[]).includes('meeting-bookings'), recordsOf({} as never, 'meeting-bookings' as never)],
  made: recordsOf(makeProvince({ seed: 7, scale: 'tiny', now: 1_780_000_000_000 }).county('450103'), 'meeting-bookings' as never),
}
socket.disconnect()
await server.close()
process.stdout.write('TOLD ' + JSON.stringify(told) + '\\n')
process.exit(0)
`
