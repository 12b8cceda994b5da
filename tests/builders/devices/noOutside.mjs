/** Preloaded into every process of a start: a connection or look-up that would leave the machine fails and is written down. */
import { appendFileSync } from 'node:fs'
import dns from 'node:dns'
import net from 'node:net'

const LOG = process.env.GUANLAN_OUTSIDE_LOG
const LOCAL = /^(localhost|127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$)/
const isLocal = (host) => host === undefined || host === null || host === '' || LOCAL.test(String(host))

const refuse = (what, host) => {
  appendFileSync(LOG, `outside ${what} ${host} by ${process.argv[1]}\n`)
  throw new Error(`a request would leave the machine: ${what} ${host}`)
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const host =
    typeof first === 'object' && first !== null
      ? first.path
        ? null
        : first.host
      : typeof second === 'string'
        ? second
        : null
  if (!isLocal(host)) refuse('connect', host)
  return connect.apply(this, args)
}
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt', 'resolveSrv']) {
  const original = dns[name]
  dns[name] = (host, ...rest) =>
    isLocal(host) ? original.call(dns, host, ...rest) : refuse(`dns.${name}`, host)
}
appendFileSync(LOG, `watching ${process.argv[1]}\n`)
