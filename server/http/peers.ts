import type { IncomingMessage, Server } from 'node:http'
import { all as addressesOf, compile } from '@fastify/proxy-addr'
import { makeHeadcount } from '../common/headcount.ts'

/** Who stands at the other end of a line. */
export interface Peers {
  /** Whose request it is, by the same rule as `request.ip`. */
  addressOf(request: IncomingMessage): string
  /** Whether a proxy of this site sent it, whose `x-forwarded-*` headers are believed. */
  isProxied(request: IncomingMessage): boolean
  isProxy(address: string): boolean
}

/** `trustProxy`: addresses and nets of the site's proxies, separated by commas; null where there is none. */
export const makePeers = (trustProxy: string | null): Peers => {
  const trust = trustProxy === null ? () => false : compile(trustProxy.split(',').map((part) => part.trim()))
  const isProxy = (address: string): boolean => address !== '' && trust(address, 0)
  return {
    addressOf: (request) => addressesOf(request, trust).at(-1) ?? '',
    isProxied: ({ socket }) => isProxy(socket.remoteAddress ?? ''),
    isProxy,
  }
}

/** One address keeps so many lines and leaves the others to the others; a proxy's are those of all. */
export const shareLines = (server: Server, perAddress: number, isProxy: Peers['isProxy']): void => {
  const held = makeHeadcount()
  server.on('connection', (line) => {
    const address = line.remoteAddress ?? ''
    if (isProxy(address)) return
    const over = held(address, perAddress)
    if (over) line.once('close', over)
    else line.destroy()
  })
}
