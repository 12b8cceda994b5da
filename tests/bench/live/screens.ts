/** Screens of a process of their own: raw WebSockets that speak just enough of socket.io, so that their cost is not the server's. */
import WebSocket from 'ws'
import { readFrame, type FrameColumns } from '../../../src/shared/protocol/frame.ts'
import { atOf, roundOf, type HerdOptions } from './herd.ts'

export interface ScreensSetup {
  readonly url: string
  readonly cookie: string
  readonly herd: HerdOptions
  /** Index in the herd by the server's ordinal; holes are −1. */
  readonly indexes: readonly number[]
  /** What each screen watches. `measures`: every row is timed. */
  readonly screens: readonly { readonly region: string; readonly cell?: string; readonly measures: boolean }[]
  /** Frames of our product, or one message a position. */
  readonly speaks: 'frames' | 'messages'
}
export type ToScreens =
  | { readonly type: 'setup'; readonly setup: ScreensSetup }
  | { readonly type: 'started'; readonly at: number }
  | { readonly type: 'report' }
  | { readonly type: 'end' }
export interface ScreensReport {
  readonly type: 'report'
  /** Latency in whole milliseconds: how many rows took so long; the last bucket is that and above. */
  readonly latency: readonly number[]
  readonly perScreen: readonly {
    readonly region: string
    readonly bytes: number
    readonly frames: number
    readonly rows: number
    readonly gaps: number
    readonly skipped: number
    readonly snapshotBytes: number
  }[]
}
export type FromScreens = { readonly type: 'ready' } | ScreensReport

export const LONGEST_MS = 120_000

const tell = (message: FromScreens): void => void process.send?.(message)
const latency = new Uint32Array(LONGEST_MS + 1)
const counts: {
  region: string
  bytes: number
  frames: number
  rows: number
  gaps: number
  skipped: number
  snapshotBytes: number
}[] = []
let started = Number.POSITIVE_INFINITY

const note = (herd: HerdOptions, index: number, latE6: number, now: number): void => {
  const since = now - started
  if (since < 0 || index < 0) return
  const ms = Math.round(since - atOf(herd, index, roundOf(latE6, since, herd.everyMs)))
  if (ms >= 0) latency[Math.min(ms, LONGEST_MS)] = (latency[Math.min(ms, LONGEST_MS)] as number) + 1
}

const onFrame = (
  setup: ScreensSetup,
  count: (typeof counts)[number],
  measures: boolean,
  seen: { last: number },
  bytes: Buffer,
): void => {
  const now = performance.timeOrigin + performance.now()
  const frame = readFrame(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
  )
  if (frame.snapshot) count.snapshotBytes = bytes.byteLength
  else {
    count.frames++
    count.rows += frame.rows
    if (seen.last !== frame.follows) count.gaps++
  }
  seen.last = frame.sequence
  if (!measures || frame.snapshot) return
  const { ordinal, latE6 } = frame.columns as FrameColumns<'vehicles'>
  for (let i = 0; i < frame.rows; i++)
    note(setup.herd, setup.indexes[ordinal[i] as number] ?? -1, latE6[i] as number, now)
}

/** Engine.IO 4 and socket.io 5: opens, subscribes, answers pings. */
const open = (setup: ScreensSetup, screen: ScreensSetup['screens'][number]): Promise<void> =>
  new Promise((resolve, reject) => {
    const count = {
      region: `${screen.region}${screen.cell ? ` ${screen.cell}` : ''}`,
      bytes: 0,
      frames: 0,
      rows: 0,
      gaps: 0,
      skipped: 0,
      snapshotBytes: 0,
    }
    counts.push(count)
    const seen = { last: -1 }
    const path = setup.speaks === 'frames' ? '/live/' : '/socket.io/'
    const socket = new WebSocket(`${setup.url.replace('http', 'ws')}${path}?EIO=4&transport=websocket`, {
      headers: setup.cookie ? { cookie: setup.cookie } : {},
      perMessageDeflate: false,
    })
    const indexOfId = (id: string): number => Number(id.slice(2))
    const onText = (text: string): void => {
      if (text === '2') socket.send('3')
      else if (text.startsWith('0')) socket.send('40')
      else if (text.startsWith('40')) {
        if (setup.speaks === 'messages') return resolve()
        socket.send(
          `420${JSON.stringify(['subscribe', { topic: 'vehicles', region: screen.region, ...(screen.cell ? { cell: screen.cell } : {}) }])}`,
        )
      } else if (text.startsWith('430')) {
        if (text.includes('"ok":true')) resolve()
        else reject(new Error(text))
      } else if (text.startsWith('42["skipped"')) count.skipped++
      else if (text.startsWith('42["position"') && screen.measures) {
        const [, item] = JSON.parse(text.slice(2)) as [string, { vehicle: string; lat: number }]
        count.rows++
        note(
          setup.herd,
          indexOfId(item.vehicle),
          Math.round(item.lat * 1e6),
          performance.timeOrigin + performance.now(),
        )
      }
    }
    socket.on('message', (data, isBinary) => {
      const bytes = data as Buffer
      count.bytes += bytes.byteLength
      if (isBinary) onFrame(setup, count, screen.measures, seen, bytes)
      else if (screen.measures || setup.speaks === 'frames' || bytes.byteLength < 200) onText(String(data))
    })
    socket.on('error', reject)
  })

/** A server looks so many strangers of one address up at a time; a screen that is refused would try again later. */
const AT_A_TIME = 32

const openAll = async (setup: ScreensSetup): Promise<void> => {
  for (let i = 0; i < setup.screens.length; i += AT_A_TIME)
    await Promise.all(setup.screens.slice(i, i + AT_A_TIME).map((screen) => open(setup, screen)))
}

process.on('message', (message: ToScreens) => {
  if (message.type === 'setup')
    void openAll(message.setup).then(
      () => tell({ type: 'ready' }),
      (error: unknown) => {
        throw error
      },
    )
  else if (message.type === 'started') {
    started = message.at
    latency.fill(0)
    for (const count of counts) Object.assign(count, { bytes: 0, frames: 0, rows: 0, gaps: 0, skipped: 0 })
  } else if (message.type === 'report') tell({ type: 'report', latency: [...latency], perScreen: counts })
  else process.exit(0)
})
