import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { positionBatchSchema, positionGapSchema, positionSchema } from '#shared/protocol/platform.ts'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { Standin } from '../../data/standin/standin.ts'
import { makeHandmadeProvince } from '../builders/records/handmadeProvince.ts'
import { STANDIN_KEY, orderFaults, startHandmadeStandin } from '../builders/house/standin.ts'

interface Heard {
  readonly seq: number
  readonly items: unknown[]
}

/** Connects, says hello, gathers batches until `enough`, acknowledging each unless told not to; then hangs up without a word. */
const listen = (
  standin: Standin,
  lastSeq: number | null,
  enough: (batches: Heard[], gaps: unknown[], raw: string[]) => boolean,
  acks = true,
) =>
  new Promise<{ batches: Heard[]; gaps: unknown[]; raw: string[] }>((resolve, reject) => {
    const socket = new WebSocket(`${standin.url.replace('http', 'ws')}/v1/positions`, {
      headers: { authorization: `Bearer ${STANDIN_KEY}` },
    })
    const batches: Heard[] = []
    const gaps: unknown[] = []
    const raw: string[] = []
    const done = (): void => {
      socket.terminate()
      resolve({ batches, gaps, raw })
    }
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', lastSeq })))
    socket.on('error', reject)
    socket.on('message', (data) => {
      const text = String(data)
      raw.push(text)
      const message: unknown = text.endsWith('}') ? JSON.parse(text) : null
      const batch = positionBatchSchema.safeParse(message)
      if (batch.success) batches.push(batch.data)
      else if (positionGapSchema.safeParse(message).success) gaps.push(message)
      if (batch.success && acks) socket.send(JSON.stringify({ type: 'ack', seq: batch.data.seq }))
      if (enough(batches, gaps, raw)) done()
    })
  })

const positionsOf = (batches: readonly Heard[]): PositionRecord[] =>
  batches.flatMap((batch) => batch.items.map((item) => positionSchema.parse(item)))

let standin: Standin

let forget: () => Promise<void>

beforeAll(async () => {
  ;({ standin, forget } = await startHandmadeStandin())
  await standin.settled()
})

afterAll(() => forget())

describe('the session way', () => {
  it('refuses without the key and closes on anything but a hello', async () => {
    const refused = await new Promise<string>((resolve) =>
      new WebSocket(`${standin.url.replace('http', 'ws')}/v1/positions`).on('error', (error) =>
        resolve(error.message),
      ),
    )
    expect(refused).toContain('401')
    const code = await new Promise<number>((resolve) => {
      const socket = new WebSocket(`${standin.url.replace('http', 'ws')}/v1/positions`, {
        headers: { authorization: `Bearer ${STANDIN_KEY}` },
      })
      socket.on('open', () => socket.send('rubbish'))
      socket.on('close', resolve)
    })
    expect(code).toBe(1008)
  })

  it('会话方式: a client that comes back gets every batch after its last acknowledged one', async () => {
    const first = await listen(standin, null, (batches) => batches.length >= 5)
    const last = first.batches.at(-1)!.seq
    await new Promise((resolve) => setTimeout(resolve, 700))
    const second = await listen(standin, last, (batches) => batches.length >= 8)
    const seqs = [...first.batches, ...second.batches].map((batch) => batch.seq)
    expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index))
    expect(second.gaps).toEqual([])
  })

  it('positions are valid, lie on streets or in the depot, and each vehicle’s times rise', async () => {
    const { batches } = await listen(standin, null, (heard) => heard.length >= 14)
    const positions = positionsOf(batches)
    const province = makeHandmadeProvince({ seed: 1, scale: 'tiny', now: Date.now() })
    const streets = province.countyCodes.map((code) => province.fleet(code).streets)
    const moving = positions.filter((position) => position.acc)
    expect(moving.length).toBeGreaterThan(5)
    for (const { lon, lat } of moving) {
      const off = streets.flatMap(({ nodes, edges }) =>
        edges.map(({ a, b }) => distanceTo([lon, lat], nodes[a]!, nodes[b]!)),
      )
      expect(Math.min(...off)).toBeLessThan(2e-6)
    }
    for (const [vehicle, own] of Map.groupBy(positions, (position) => position.vehicle)) {
      expect(
        own.map(({ at }) => at),
        vehicle,
      ).toEqual(own.map(({ at }) => at).toSorted((a, b) => a - b))
    }
  })

  it('names as a gap what it cannot send again', async () => {
    const { gaps, batches } = await listen(standin, 5, (heard) => heard.length >= 1)
    expect(gaps[0]).toMatchObject({ type: 'gap', from: 6, to: batches[0]!.seq - 1 })
  })
})

describe('the session way', () => {
  it('sends no more than 64 batches ahead of the acknowledgement', async () => {
    const start = (await listen(standin, null, (batches) => batches.length >= 1)).batches[0]!.seq
    await new Promise((resolve) => setTimeout(resolve, 4500))
    const { batches } = await listen(standin, start, (heard) => heard.length >= 64, false)
    expect(batches).toHaveLength(64)
  })

  it('faults: repeats, turns round, sends rubbish, and hangs up when down', async () => {
    await orderFaults(standin, { repeatRate: 1 })
    const twice = (await listen(standin, null, (batches) => batches.length >= 4)).batches.map(
      ({ seq }) => seq,
    )
    expect(twice[0]).toBe(twice[1])
    await orderFaults(standin, { reorderRate: 1 })
    const turned = (await listen(standin, null, (batches) => batches.length >= 4)).batches.map(
      ({ seq }) => seq,
    )
    expect(turned).not.toEqual(turned.toSorted((a, b) => a - b))
    await orderFaults(standin, { rubbishRate: 1 })
    const { raw, batches } = await listen(standin, null, (heard) => heard.length >= 1)
    expect(raw[0]).toBe('{"type":"positions","seq":')
    expect(batches[0]!.items.some((item) => !positionSchema.safeParse(item).success)).toBe(true)
    await orderFaults(standin, { down: true })
    await expect(listen(standin, null, () => false)).rejects.toThrow('503')
    await orderFaults(standin, {})
  })
})

/** Degrees from a point to a segment. */
const distanceTo = (p: readonly number[], a: readonly number[], b: readonly number[]): number => {
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!]
  const part = Math.max(0, Math.min(1, ((p[0]! - a[0]!) * dx + (p[1]! - a[1]!) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(p[0]! - a[0]! - part * dx, p[1]! - a[1]! - part * dy)
}
