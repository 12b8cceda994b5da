import { createHash } from 'node:crypto'
import { GroundFault, MOST_TILE_BYTES, type GroundSource } from '../source.ts'
import { wmtsOf } from './address.ts'

const PATIENCE_MS = 8_000

const wordsOf = (cause: unknown): readonly [string, string] => {
  const { name, cause: under } = cause as { name?: string; cause?: { code?: string } }
  if (name === 'TimeoutError') return ['没有按时应答', 'did not answer in time']
  return [`无法连接(${under?.code ?? '网络错误'})`, `cannot be reached (${under?.code ?? 'network'})`]
}

/** The octets, as long as they are few; what is left of more is not read. */
const bounded = async (answer: Response): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.byteLength
    if (size > MOST_TILE_BYTES) throw new RangeError('too large')
    parts.push(part as Uint8Array)
  }
  return Buffer.concat(parts)
}

/**
 * A WMTS at the one address that the site has set: a redirect is told and not followed. The key goes to that host alone
 * and stands in no sentence.
 */
export const openWmts = (
  address: string,
  key: string | null,
  { patienceMs = PATIENCE_MS, variable = 'GUANLAN_GROUND' } = {},
): GroundSource => {
  const wmts = wmtsOf(address, key, variable)
  const told = (zh: string, en: string): GroundFault =>
    new GroundFault([`底图服务 ${wmts.host} ${zh}`, `the map service ${wmts.host} ${en}`])
  const refusedOf = (answer: Response): GroundFault => {
    const { status } = answer
    if (status >= 300 && status < 400)
      return told(`转向别处(${status}),不予跟随`, `redirects (${status}), which is not followed`)
    if (status === 401 || status === 403)
      return told(
        `拒绝了密钥(${status}),请核对 GUANLAN_GROUND_KEY`,
        `refuses the key (${status}); see GUANLAN_GROUND_KEY`,
      )
    return told(`答复 ${status}`, `answered ${status}`)
  }
  return {
    facts: {
      kind: 'wmts',
      minZoom: wmts.minZoom,
      maxZoom: wmts.maxZoom,
      bounds: null,
      tiling: wmts.tiling,
      attribution: null,
      version: createHash('sha256').update(address).digest('hex').slice(0, 12),
    },
    tile: async (z, x, y) => {
      const fault = (cause: unknown): never => {
        if (cause instanceof RangeError)
          throw told('的一张瓦片过大', `sent a tile above ${MOST_TILE_BYTES / 2 ** 20} MiB`)
        throw told(...wordsOf(cause))
      }
      const answer = await fetch(wmts.urlOf(z, x, y), {
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
        headers: { accept: 'image/*' },
      }).catch(fault)
      if (!answer.ok) {
        await answer.body?.cancel().catch(() => undefined)
        if (answer.status === 404) return null
        throw refusedOf(answer)
      }
      return bounded(answer).catch(fault)
    },
    close: () => undefined,
  }
}
