import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makePeers, shareLines } from '../../../server/http/peers.ts'

const request = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

describe('whose request it is', () => {
  it('is told by the line, and by a proxy only where it is trusted', () => {
    expect(makePeers(null).addressOf(request('10.0.0.9', '1.2.3.4'))).toBe('10.0.0.9')
    const { addressOf } = makePeers('127.0.0.1, 10.0.0.0/8')
    expect(addressOf(request('10.0.0.9', '1.2.3.4'))).toBe('1.2.3.4')
    expect(addressOf(request('10.0.0.9', '6.6.6.6, 1.2.3.4, 10.0.0.8'))).toBe('1.2.3.4')
    expect(addressOf(request('5.5.5.5', '1.2.3.4'))).toBe('5.5.5.5')
    expect(addressOf(request('127.0.0.1'))).toBe('127.0.0.1')
  })

  it("has its scheme told by the site's own proxies alone", () => {
    const behind = makePeers('127.0.0.1, 10.0.0.0/8')
    expect(['10.0.0.9', '127.0.0.1', '5.5.5.5', ''].map((from) => behind.isProxied(request(from)))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(makePeers(null).isProxied(request('127.0.0.1'))).toBe(false)
  })
})

describe('lines of one address', () => {
  const closing: (() => void)[] = []
  afterEach(() => closing.splice(0).forEach((close) => close()))
  const serve = async (isProxy: (address: string) => boolean) => {
    const server = createServer()
    shareLines(server, 3, isProxy)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    closing.push(() => server.close())
    return (from: string): { line: Socket; isCut: boolean } => {
      const opened = {
        line: connect({
          port: (server.address() as AddressInfo).port,
          host: '127.0.0.1',
          localAddress: from,
        }),
        isCut: false,
      }
      opened.line.on('error', () => undefined).once('close', () => (opened.isCut = true))
      closing.push(() => opened.line.destroy())
      return opened
    }
  }

  it('are few: the next one is cut, others are not, and one that ended makes room', async () => {
    const open = await serve(() => false)
    const first = [open('127.0.0.2'), open('127.0.0.2'), open('127.0.0.2')]
    await vi.waitFor(() => expect(first.every(({ line }) => !line.connecting)).toBe(true))
    const fourth = open('127.0.0.2')
    await vi.waitFor(() => expect(fourth.isCut).toBe(true))
    const other = open('127.0.0.3')
    await vi.waitFor(() => expect(other.line.connecting).toBe(false))
    first[0]!.line.destroy()
    await vi.waitFor(async () => {
      const again = open('127.0.0.2')
      await new Promise((done) => setTimeout(done, 50))
      expect(again.isCut).toBe(false)
    })
    expect([...first.slice(1), other].map(({ isCut }) => isCut)).toEqual([false, false, false])
  })

  it('of a proxy are not counted, for they are those of all', async () => {
    const open = await serve((address) => address === '127.0.0.2')
    const many = Array.from({ length: 8 }, () => open('127.0.0.2'))
    await vi.waitFor(() => expect(many.every(({ line }) => !line.connecting)).toBe(true))
    await new Promise((done) => setTimeout(done, 50))
    expect(many.some(({ isCut }) => isCut)).toBe(false)
  })
})
