/** A platform for the rig: positions by session, readings by broadcast, all made from the plan; it may be killed at any time. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { createServer as createTcp } from 'node:net'
import { Aedes } from 'aedes'
import { WebSocketServer, type WebSocket } from 'ws'
import { ENERGY_TOPIC_PREFIX } from '../../../src/shared/protocol/platform.ts'
import { newestBatch, positionsOf, readingOf, type PlatformPlan } from './plan.ts'

const WINDOW = 64
const PUMP_MS = 40
const plan = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as PlatformPlan
const acked = openSync(plan.ackedFile, 'a')
const write = (line: string): void => void writeSync(acked, `${line}\n`)
process.on('exit', () => closeSync(acked))

const serve = (socket: WebSocket): void => {
  let next: number | null = null
  let confirmed = 0
  const send = (seq: number): void =>
    socket.send(JSON.stringify({ type: 'positions', seq, items: positionsOf(plan, seq) }))
  const pump = (): void => {
    if (next === null || socket.readyState !== socket.OPEN) return
    for (const newest = newestBatch(plan, Date.now()); next <= newest && next - confirmed <= WINDOW; next++) {
      send(next)
      if (next % 7 === 0) send(next - 3)
    }
  }
  const timer = setInterval(pump, PUMP_MS)
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as
      { type: 'hello'; lastSeq: number | null } | { type: 'ack'; seq: number }
    if (message.type === 'hello') {
      next = Math.max((message.lastSeq ?? 0) + 1, 4)
      confirmed = next - 1
    } else {
      confirmed = Math.max(confirmed, message.seq)
      write(`p ${message.seq}`)
    }
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => clearInterval(timer))
}

const http = createHttp()
new WebSocketServer({ server: http, path: '/v1/positions' }).on('connection', serve)
http.listen(plan.port, '127.0.0.1')

const broker = await Aedes.createBroker()
broker.on('ack', (packet) => {
  const payload = (packet as { payload?: Buffer | string } | undefined)?.payload
  if (!payload) return
  const { building, at } = JSON.parse(String(payload)) as { building: string; at: number }
  write(`r ${building} ${at}`)
})
createTcp(broker.handle).listen(plan.mqttPort, '127.0.0.1')
let told = Math.floor((Date.now() - plan.startAt) / plan.readingsEveryMs)
setInterval(() => {
  for (const newest = Math.floor((Date.now() - plan.startAt) / plan.readingsEveryMs); told < newest; told++) {
    for (const [i, { id }] of plan.buildings.entries())
      broker.publish(
        {
          cmd: 'publish',
          qos: 1,
          retain: false,
          dup: false,
          topic: `${ENERGY_TOPIC_PREFIX}/450000/${id}`,
          payload: JSON.stringify(readingOf(plan, i, told + 1)),
        },
        () => undefined,
      )
  }
}, 200)
process.stdout.write('platform ready\n')
