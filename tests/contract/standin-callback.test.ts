import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WEBHOOK_SIGNATURE_HEADER, webhookSchema } from '#shared/protocol/platform.ts'
import type { Webhook } from '#shared/protocol/platform.ts'
import { askStandin, orderFaults, startHandmadeStandin } from '../builders/house/standin.ts'

const SECRET = 'callback-secret'
interface Taken {
  readonly webhook: Webhook
  readonly signed: boolean
  readonly ageMs: number
}

/** A receiver that checks signatures and answers with the statuses given, then 204. */
const startReceiver = async (
  statuses: number[],
): Promise<{ url: string; taken: Taken[]; close(): Promise<void> }> => {
  const taken: Taken[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString()
      const [, t, v1] =
        /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(request.headers[WEBHOOK_SIGNATURE_HEADER])) ?? []
      const signed = v1 === createHmac('sha256', SECRET).update(`${t}.${body}`).digest('hex')
      taken.push({ webhook: webhookSchema.parse(JSON.parse(body)), signed, ageMs: Date.now() - Number(t) })
      response.writeHead(statuses.shift() ?? 204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    taken,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}
const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 400 && !holds(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 25))
  expect(holds()).toBe(true)
}
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const edit = (standin: Parameters<typeof askStandin>[0], room: string, area: number): Promise<Response> =>
  askStandin(standin, `/v1/rooms/${room}`, { method: 'PATCH', body: JSON.stringify({ usableArea: area }) })

describe('the callback way', () => {
  it('异步请求: a signed callback per edit, tried again after a refusal, in order', async () => {
    const receiver = await startReceiver([500, 503])
    const { standin, forget } = await startHandmadeStandin({ webhook: { url: receiver.url, secret: SECRET } })
    closing.push(forget, receiver.close)
    await edit(standin, 'R-B450102-0-0', 11)
    await edit(standin, 'R-B450102-0-1', 12)
    await until(() => receiver.taken.length === 4)
    expect(receiver.taken.every(({ signed, ageMs }) => signed && ageMs < 5000)).toBe(true)
    const areas = receiver.taken.map(({ webhook }) => (webhook.items[0] as { usableArea: number }).usableArea)
    expect(areas).toEqual([11, 11, 11, 12])
    expect(new Set(receiver.taken.map(({ webhook }) => webhook.delivery)).size).toBe(2)
  })

  it('what was not taken is delivered after a restart', async () => {
    const receiver = await startReceiver([])
    const { standin, dir } = await startHandmadeStandin({
      webhook: { url: 'http://127.0.0.1:9/closed', secret: SECRET },
    })
    await edit(standin, 'R-B450103-0-2', 33)
    await standin.stop()
    const again = await startHandmadeStandin({ dataDir: dir, webhook: { url: receiver.url, secret: SECRET } })
    closing.push(again.forget, receiver.close)
    await until(() => receiver.taken.length === 1)
    expect(receiver.taken[0]).toMatchObject({
      signed: true,
      webhook: { collection: 'rooms', items: [{ id: 'R-B450103-0-2', usableArea: 33 }] },
    })
  })

  it('faults: repeats a delivery, sends rubbish beside it', async () => {
    const receiver = await startReceiver([])
    const { standin, forget } = await startHandmadeStandin({ webhook: { url: receiver.url, secret: SECRET } })
    closing.push(forget, receiver.close)
    await orderFaults(standin, { repeatRate: 1, rubbishRate: 1 })
    await edit(standin, 'R-B450105-0-2', 44)
    await until(() => receiver.taken.length === 4)
    expect(receiver.taken.map(({ signed }) => signed)).toEqual([true, false, true, true])
    expect(receiver.taken[2]!.webhook).toEqual(receiver.taken[3]!.webhook)
  })
})
