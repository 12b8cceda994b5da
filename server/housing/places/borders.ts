import { createHash } from 'node:crypto'
import type { Borders } from '#shared/protocol/http.ts'
import type { RegionNode } from '../../common/regions/regionRows.ts'

type Parts = Borders['borders'][number]['parts']

/** Borders as JSON with its digest, each written once: they are megabytes, and stay the same objects until a region changes. */
const written = new WeakMap<object, { readonly json: Uint8Array; readonly digest: string }>()
const writtenOf = (parts: RegionNode['geometry'] | Parts) => {
  const known = written.get(parts)
  if (known) return known
  const json = Buffer.from(JSON.stringify(parts))
  const made = { json, digest: createHash('sha256').update(json).digest('base64url') }
  written.set(parts, made)
  return made
}

/** Another one for other regions, another order of them, or another border. */
export const bordersVersion = (nodes: readonly RegionNode[]): string =>
  createHash('sha256')
    .update(nodes.map(({ code, geometry }) => `${code} ${writtenOf(geometry).digest}\n`).join(''))
    .digest('base64url')

export const bordersOf = (nodes: readonly RegionNode[]): Borders => ({
  version: bordersVersion(nodes),
  borders: nodes.map(({ code, geometry }) => ({ id: code, parts: geometry as Parts })),
})

/** The JSON of the answer, from the borders as they were written before. */
export const bordersJson = ({ version, borders }: Borders): Uint8Array =>
  Buffer.concat([
    Buffer.from(`{"version":${JSON.stringify(version)},"borders":[`),
    ...borders.flatMap(({ id, parts }, i) => [
      Buffer.from(`${i === 0 ? '' : ','}{"id":${JSON.stringify(id)},"parts":`),
      writtenOf(parts).json,
      Buffer.from('}'),
    ]),
    Buffer.from(']}'),
  ])
