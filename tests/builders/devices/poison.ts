import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { LATEST_INSTANT, type CollectionName } from '../../../src/shared/protocol/platform.ts'
import { goodRecords } from '../records/goodRecords.ts'

/** A text of each collection that is neither its key nor one of a list. */
const TEXTS: Partial<Record<CollectionName, string>> = {
  units: 'name',
  compounds: 'address',
  buildings: 'structure',
  floors: 'label',
  people: 'name',
  rooms: 'use',
  depots: 'name',
  vehicles: 'model',
  orders: 'reason',
  fences: 'name',
  'road-limits': 'name',
  'working-hours': 'name',
  'vehicle-vendors': 'name',
  'vehicle-costs': 'vendorName',
  'vehicle-rentals': 'reason',
  meters: 'name',
}
const NUMBERS: Partial<Record<CollectionName, string>> = {
  buildings: 'builtYear',
  floors: 'level',
  vehicles: 'seats',
  orders: 'passengers',
  meters: 'ratedKw',
  compounds: 'landArea',
  rooms: 'usableArea',
}
const DAYS: Partial<Record<CollectionName, string>> = {
  people: 'statusSince',
  rooms: 'stateSince',
  vehicles: 'registered',
}
export const SECRET = '身份证450102199001011234'

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
const kindsOf = (collection: CollectionName): [string, unknown][] => [
  ...[TEXTS[collection]].flatMap((field): [string, unknown][] =>
    field
      ? [
          [field, `${SECRET}\u0000`],
          [field, `\ud800${SECRET}`],
          [field, SECRET.repeat(1_000)],
          [field, deep(200)],
          [field, 20],
        ]
      : [],
  ),
  ...[NUMBERS[collection]].flatMap((field): [string, unknown][] =>
    field
      ? [
          [field, 2 ** 31],
          [field, 1e300],
          [field, -1e9],
          [field, SECRET],
        ]
      : [],
  ),
  ...[DAYS[collection]].flatMap((field): [string, unknown][] =>
    field
      ? [
          [field, '9999-99-99'],
          [field, '2026-02-30'],
        ]
      : [],
  ),
  ['updatedAt', LATEST_INSTANT],
  ['updatedAt', 2 ** 53],
]

/** Records that cannot be kept, one of each kind and named apart: `id` is what the quarantine must call it. */
export const poisonOf = (
  collection: CollectionName,
  now: number,
  name: string,
): { readonly id: string; readonly record: unknown }[] => {
  const good = goodRecords(now, name)[collection] as Record<string, unknown>
  if (typeof good['id'] !== 'string') return []
  return kindsOf(collection).map(([field, value], i) => ({
    id: `${String(good['id'])}-bad${i}`,
    record: { ...good, id: `${String(good['id'])}-bad${i}`, [field]: value },
  }))
}

export interface PoisonPlatform {
  readonly url: string
  readonly wsUrl: string
  stop(): Promise<void>
}

/** A platform that hands over what it is told: a collection in pages, and on its line one message after another. */
export const startPoisonPlatform = async (
  pages: (collection: CollectionName) => readonly unknown[],
  messages: () => readonly string[] | Promise<readonly string[]>,
): Promise<PoisonPlatform> => {
  const http: Server = createServer((request, response) => {
    const collection = (request.url ?? '').split('?')[0]?.replace('/v1/', '') as CollectionName
    const { searchParams } = new URL(request.url ?? '', 'http://x')
    const all = searchParams.get('since') === null ? pages(collection) : []
    const from = Number(searchParams.get('cursor') ?? 0)
    const to = from + Number(searchParams.get('limit') ?? all.length)
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        items: all.slice(from, to),
        next: to < all.length ? String(to) : null,
        watermark: 1,
        total: all.length,
      }),
    )
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const lines = new WebSocketServer({ server: http })
  lines.on('connection', (socket) => {
    socket.once('message', async () => {
      for (const text of await messages()) socket.send(text)
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}/v1/positions`,
    stop: async () => {
      for (const socket of lines.clients) socket.terminate()
      lines.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
