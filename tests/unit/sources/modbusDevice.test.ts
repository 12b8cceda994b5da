import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { modbusConfigSchema } from '../../../server/sources/modbus/config.ts'
import { readDevice } from '../../../server/sources/modbus/device.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A device that answers a request (transaction id first) as it likes. */
const deviceOf = async (answer: (request: Buffer, socket: Socket) => void) => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (request) => answer(request, socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const config = modbusConfigSchema.parse({
    way: 'modbus',
    name: 'm',
    devices: [
      {
        host: '127.0.0.1',
        port,
        building: 'B1',
        timeoutMs: 300,
        meters: [{ item: 'total', total: { address: 0, type: 'u32' } }],
      },
    ],
  })
  return readDevice(config.devices[0]!, new AbortController().signal).then(
    (readings) => JSON.stringify(readings),
    (error: unknown) => (error instanceof Error ? 'refused' : 'no error'),
  )
}
/** A frame of Modbus TCP; `length` as it is said, where it is not what follows. */
const frame = (id: Buffer, body: string, length?: number, protocol = 0): Buffer => {
  const bytes = Buffer.from(body, 'hex')
  const head = Buffer.alloc(7)
  id.copy(head, 0, 0, 2)
  head.writeUInt16BE(protocol, 2)
  head.writeUInt16BE(length ?? bytes.length + 1, 4)
  head[6] = 1
  return Buffer.concat([head, bytes])
}
const GOOD = '030400018000'

describe('a device that answers wrongly', () => {
  it('is read when it answers well, in one piece or byte by byte', async () => {
    expect(await deviceOf((request, socket) => socket.write(frame(request, GOOD)))).toBe(
      '[{"total":98304,"kw":null}]',
    )
    const dribble = (request: Buffer, socket: Socket): void => {
      const bytes = frame(request, GOOD)
      bytes.forEach((byte, i) => setTimeout(() => socket.write(Buffer.of(byte)), i * 5))
    }
    expect(await deviceOf(dribble)).toBe('[{"total":98304,"kw":null}]')
  })
  it.each<[string, (request: Buffer, socket: Socket) => void]>([
    ['another length than was asked for', (request, socket) => socket.write(frame(request, '03020001'))],
    [
      'more registers than were asked for',
      (request, socket) => socket.write(frame(request, `03fa${'00'.repeat(250)}`)),
    ],
    ['a count that lies', (request, socket) => socket.write(frame(request, '03ff00018000'))],
    ['a length of nothing', (request, socket) => socket.write(frame(request, GOOD, 0))],
    ['a length of everything', (request, socket) => socket.write(frame(request, GOOD, 65_535))],
    ['an exception', (request, socket) => socket.write(frame(request, '8302'))],
    ['an exception of no code', (request, socket) => socket.write(frame(request, '83'))],
    ['another function', (request, socket) => socket.write(frame(request, '0601020304'))],
    ['an unknown function', (request, socket) => socket.write(frame(request, '7f01'))],
    ['another transaction', (_request, socket) => socket.write(frame(Buffer.from('ffff', 'hex'), GOOD))],
    ['another protocol', (request, socket) => socket.write(frame(request, GOOD, undefined, 7))],
    [
      'a flood of exceptions',
      (request, socket) =>
        socket.write(Buffer.concat(Array.from({ length: 20_000 }, () => frame(request, '8302')))),
    ],
    ['a flood of zeros', (_request, socket) => socket.write(Buffer.alloc(4 << 20))],
    ['text', (_request, socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['nothing', () => undefined],
    [
      'a byte now and then',
      (_request, socket) =>
        void closers.push(
          (
            (timer) => () =>
              clearInterval(timer)
          )(setInterval(() => socket.write(Buffer.of(0)), 50)),
        ),
    ],
    ['half a frame and the end', (request, socket) => void socket.end(frame(request, GOOD).subarray(0, 9))],
  ])('%s is refused, and breaks nothing', async (_name, answer) => {
    expect(await deviceOf(answer)).toBe('refused')
  })
  it('FFFFFFFF is no reading', async () => {
    expect(await deviceOf((request, socket) => socket.write(frame(request, '0304ffffffff')))).toBe(
      '[{"total":null,"kw":null}]',
    )
  })
})
