/** The socket's thread of the movers' bench: makes the frames that a server would send and hands their bytes over. */
import { makeFrame } from '../../../src/shared/protocol/frame.ts'

export interface WorkerSetup {
  readonly vehicles: number
  readonly everyMs: number
  readonly tickMs: number
}

const scope = globalThis as unknown as DedicatedWorkerGlobalScope
const KMH = 54

const write = (
  vehicles: readonly number[],
  serverTime: number,
  sequence: number,
  snapshot: boolean,
): ArrayBuffer => {
  const { buffer, columns } = makeFrame({
    topic: 'vehicles',
    snapshot,
    sequence,
    follows: snapshot ? 0 : sequence - 1,
    rows: vehicles.length,
    serverTime,
  })
  const degrees = (KMH / 3.6 / 111_319) * (serverTime / 1000)
  vehicles.forEach((v, i) => {
    columns.ordinal[i] = v + 1
    columns.lonE6[i] = 105_000_000 + ((v * 7919) % 6_500_000) + Math.round((degrees % 1) * 1e6)
    columns.latE6[i] = 21_500_000 + ((v * 104_729) % 4_500_000)
    columns.speedKmh[i] = KMH
    columns.heading[i] = 64
  })
  return buffer
}

scope.onmessage = ({ data }: MessageEvent<WorkerSetup>): void => {
  const { vehicles, everyMs, tickMs } = data
  const ticks = Math.round(everyMs / tickMs)
  const all = Array.from({ length: vehicles }, (_, v) => v)
  const parts = Array.from({ length: ticks }, (_, tick) => all.filter((v) => v % ticks === tick))
  let sequence = 1
  const post = (rows: readonly number[], snapshot: boolean): void => {
    const buffer = write(rows, Date.now(), sequence++, snapshot)
    scope.postMessage(buffer, [buffer])
  }
  post(all, true)
  setInterval(() => post(parts[sequence % ticks] as number[], false), tickMs)
}
