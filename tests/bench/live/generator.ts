/** A platform of its own process that does nothing but report: the session way, batches as text, nothing lost on its side. */
import { once } from 'node:events'
import { WebSocketServer, type WebSocket } from 'ws'
import { SLOT_MS, atOf, idOf, latE6Of, lonE6Of, slotsOf, type HerdOptions } from './herd.ts'

interface GeneratorSetup {
  readonly herd: HerdOptions
}
export type ToGenerator =
  | { readonly type: 'setup'; readonly setup: GeneratorSetup }
  | { readonly type: 'go'; readonly seconds: number }
  | { readonly type: 'end' }
export type FromGenerator =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'started'; readonly at: number }
  | {
      readonly type: 'done'
      readonly sent: number
      readonly batches: number
      readonly lagMs: number
      readonly acknowledgedMs: number
    }

/** Batches on the way before one must be acknowledged. */
const WINDOW = 64

const tell = (message: FromGenerator): void => void process.send?.(message)

/** What of a report never changes, before and after its time and latitude. */
const textsOf = (herd: HerdOptions) =>
  Array.from({ length: herd.vehicles }, (_, i) => ({
    head: `{"vehicle":"${idOf(i)}","at":`,
    middle: `,"lon":${lonE6Of(herd, i) / 1e6},"lat":`,
    tail: `,"speedKmh":${20 + (i % 60)}.5,"headingDeg":${i % 360},"acc":true,"alarm":0,"crs":"WGS84"}`,
  }))

const makeGenerator = (herd: HerdOptions) => {
  const texts = textsOf(herd)
  const slots = slotsOf(herd)
  const members = Array.from({ length: slots }, (_, slot) =>
    Array.from({ length: Math.ceil((herd.vehicles - slot) / slots) }, (__, k) => slot + k * slots),
  )
  const waiting = new Map<number, string>()
  let seq = 0
  let next = 1
  let acked = 0
  let client: WebSocket | null = null

  const pump = (): void => {
    while (client?.readyState === client?.OPEN && next <= seq && next - acked <= WINDOW)
      client?.send(waiting.get(next++) ?? '{}')
  }
  const hear = (text: string): void => {
    const message = JSON.parse(text) as { type: string; seq: number; lastSeq: number | null }
    if (message.type === 'hello') next = (message.lastSeq ?? acked) + 1
    else for (; acked < message.seq;) waiting.delete(++acked)
    pump()
  }
  return {
    join: (socket: WebSocket) => {
      client = socket
      socket.on('message', (data) => hear(String(data)))
      socket.on('error', () => socket.terminate())
    },
    /** All vehicles of one slot report; answers how many. */
    report: (start: number, round: number, slot: number): number => {
      const rows = members[slot] as number[]
      const items = rows.map((i) => {
        const { head, middle, tail } = texts[i] as { head: string; middle: string; tail: string }
        return `${head}${start + atOf(herd, i, round)}${middle}${latE6Of(herd, i, round) / 1e6}${tail}`
      })
      waiting.set(++seq, `{"type":"positions","seq":${seq},"items":[${items.join(',')}]}`)
      pump()
      return rows.length
    },
    state: () => ({ seq, acked }),
  }
}

const run = async (
  generator: ReturnType<typeof makeGenerator>,
  herd: HerdOptions,
  seconds: number,
): Promise<void> => {
  const start = Math.ceil(Date.now() / 1000) * 1000 + 1000
  tell({ type: 'started', at: start })
  const slots = slotsOf(herd)
  const ticks = Math.round((seconds * 1000) / SLOT_MS)
  let sent = 0
  let lagMs = 0
  for (let tick = 0; tick < ticks; tick++) {
    const due = start + tick * SLOT_MS
    const wait = due - Date.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    lagMs = Math.max(lagMs, Date.now() - due)
    sent += generator.report(start, Math.floor(tick / slots), tick % slots)
  }
  const ended = Date.now()
  while (generator.state().acked < generator.state().seq && Date.now() - ended < 120_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
  tell({ type: 'done', sent, batches: generator.state().seq, lagMs, acknowledgedMs: Date.now() - ended })
}

let server: WebSocketServer | null = null
let generator: ReturnType<typeof makeGenerator> | null = null
let herd: HerdOptions | null = null

const setUp = async (setup: GeneratorSetup): Promise<void> => {
  herd = setup.herd
  const made = makeGenerator(setup.herd)
  generator = made
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', (socket) => made.join(socket))
  await once(server, 'listening')
  tell({ type: 'ready', port: (server.address() as { port: number }).port })
}

process.on('message', (message: ToGenerator) => {
  if (message.type === 'setup') void setUp(message.setup)
  else if (message.type === 'go' && generator && herd) void run(generator, herd, message.seconds)
  else process.exit(0)
})
