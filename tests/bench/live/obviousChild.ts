/** The obvious design: each position that comes is one JSON message to every screen; positions are inserted a batch at a time. */
import { createServer } from 'node:http'
import pg from 'pg'
import { Server } from 'socket.io'
import WebSocket from 'ws'
import type { PositionRecord } from '../../../src/shared/protocol/platform.ts'
import type { FromServer, ToServer } from './serverChild.ts'

const tell = (message: FromServer): void => void process.send?.(message)
const COLUMNS =
  'vehicle text, at bigint, lon float8, lat float8, speed float4, heading float4, acc boolean, alarm bigint'
const INSERT =
  'insert into obvious select * from unnest($1::text[], $2::bigint[], $3::float8[], $4::float8[], $5::float4[], $6::float4[], $7::boolean[], $8::bigint[]) on conflict do nothing'

const begin = async (environment: Readonly<Record<string, string>>): Promise<void> => {
  const pool = new pg.Pool({ connectionString: environment['DATABASE_URL'] })
  await pool.query(
    `create table if not exists obvious (${COLUMNS}, primary key (vehicle, at)); truncate obvious`,
  )
  const http = createServer()
  const io = new Server(http, { perMessageDeflate: false })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const keep = async (items: readonly PositionRecord[]): Promise<void> => {
    const column = <K extends keyof PositionRecord>(name: K) => items.map((item) => item[name])
    await pool.query(
      INSERT,
      (['vehicle', 'at', 'lon', 'lat', 'speedKmh', 'headingDeg', 'acc', 'alarm'] as const).map(column),
    )
  }
  const source = new WebSocket(environment['PLATFORM'] as string)
  source.on('open', () => source.send(JSON.stringify({ type: 'hello', lastSeq: null })))
  source.on('message', (data) => {
    const { seq, items } = JSON.parse(String(data)) as { seq: number; items: PositionRecord[] }
    void keep(items).then(() => {
      for (const item of items) io.emit('position', item)
      source.send(JSON.stringify({ type: 'ack', seq }))
    })
  })
  tell({ type: 'ready', url: `http://127.0.0.1:${(http.address() as { port: number }).port}`, cookie: '' })
}

process.on('message', (message: ToServer) => {
  if (message.type === 'start') void begin(message.environment)
  else if (message.type === 'settle') tell({ type: 'settled' })
  else if (message.type === 'usage') {
    const { user, system } = process.cpuUsage()
    tell({
      type: 'usage',
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage().rss,
      at: performance.now(),
    })
  } else process.exit(0)
})
