import { createConnection, type Socket } from 'node:net'
import type { GatewaySource } from '../../../../server/sources/gateway/gateway.ts'
import type { SourceRegisters } from '../../../../server/sources/registers.ts'
import type { SourceBatch, SourceSink } from '../../../../server/sources/Source.ts'

export const NOW = Date.UTC(2026, 10, 29, 4)
export const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined }
export const ends: (() => unknown)[] = []
export const clear = async () => {
  for (const end of ends.splice(0).reverse()) await end()
}
export const until = async (what: string, isSo: () => boolean): Promise<void> => {
  for (
    const end = Date.now() + 8_000;
    Date.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 10))
  )
    if (isSo()) return
  throw new Error(`not within 8 s: ${what}`)
}

/** A sink that keeps what comes, and waits while its gate is shut. */
export const makeSink = () => {
  const kept = { positions: 0, drivers: 0 }
  let gate: Promise<void> = Promise.resolve()
  let open: () => void = () => undefined
  const sink: SourceSink = {
    accept: async (_source: string, batch: SourceBatch) => {
      await gate
      if (batch.kind === 'positions') kept.positions += batch.items.length
      if (batch.kind === 'drivers') kept.drivers += batch.items.length
    },
    quarantine: async () => undefined,
    settled: async () => undefined,
    cursor: async () => null,
    setCursor: async () => undefined,
  }
  return {
    sink,
    kept,
    shut: () => void (gate = new Promise((resolve) => (open = resolve))),
    open: () => open(),
  }
}
export const REGISTERS: SourceRegisters = {
  metersOf: () => [],
  vehicleBy: (_kind, value) => {
    if (value === '桂A00666') throw new TypeError('a fault of ours')
    return value === '桂A99999' ? null : 'V1'
  },
}
export const started = async (source: GatewaySource, sink: SourceSink): Promise<GatewaySource> => {
  await source.start(sink)
  ends.push(() => source.stop())
  return source
}
export const connected = async (port: number): Promise<Socket> => {
  const socket = createConnection({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  ends.push(() => socket.destroy())
  return socket
}
export const closes = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()).resume())
