import { DEEPEST_ZOOM } from '#shared/ground/routes.ts'
import { GroundFault } from '../source.ts'

/** A WMTS as it is asked. */
export interface Wmts {
  readonly origin: string
  readonly host: string
  readonly tiling: 'mercator' | 'degrees'
  readonly minZoom: number
  readonly maxZoom: number
  urlOf(z: number, x: number, y: number): string
}

const MERCATOR = ['w', 'GoogleMapsCompatible', 'EPSG:3857', 'EPSG:900913']
const DEFAULTS = { SERVICE: 'WMTS', REQUEST: 'GetTile', VERSION: '1.0.0', STYLE: 'default' } as const
/** As 天地图 writes it: …/img_w/wmts is the layer img in the matrix set w. */
const TIANDITU_PATH = /\/([a-z]+)_([cw])\/wmts\/?$/
const DEEPEST = 18

const wrong = (variable: string, found: string, expected: string): never => {
  throw new GroundFault([`${variable} ${found}`, `${variable}: ${expected}`], true)
}

const tilingOf = (matrixSet: string, variable: string): Wmts['tiling'] => {
  if (matrixSet === 'c') return 'degrees'
  if (MERCATOR.includes(matrixSet)) return 'mercator'
  return wrong(
    variable,
    `矩阵集为 ${matrixSet},应为 c(CGCS2000 经纬度)或 w(Web 墨卡托)`,
    `the matrix set is ${matrixSet}; expected c (CGCS2000 by degrees) or w (Web Mercator), also ${MERCATOR.slice(1).join(', ')}`,
  )
}

/** `tk=…` of 天地图 where the name is left out. */
const keyOf = (key: string): readonly [string, string] => {
  const at = key.indexOf('=')
  return at > 0 ? [key.slice(0, at), key.slice(at + 1)] : ['tk', key]
}

const parse = (address: string, variable: string): URL => {
  const url = URL.parse(address)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return wrong(variable, '不是 http(s) 地址', 'expected http://… or https://…')
  if (url.username !== '' || url.password !== '')
    return wrong(
      variable,
      '地址里不要写账号口令,密钥写在 GUANLAN_GROUND_KEY',
      'no account in the address; a key goes into GUANLAN_GROUND_KEY',
    )
  return url
}

/**
 * Reads `http(s)://host/img_w/wmts`, or any WMTS with LAYER and TILEMATRIXSET in its query. CGCS2000 and WGS-84 differ by
 * centimetres and are drawn as one. Throws GroundFault, which names what was found and what was expected.
 */
export const wmtsOf = (address: string, key: string | null, variable: string): Wmts => {
  const url = parse(address, variable)
  const [, layer, set] = TIANDITU_PATH.exec(url.pathname) ?? []
  const given = new Map(
    [...url.searchParams].map(([name, value]) => [name.toUpperCase(), [name, value] as const]),
  )
  const of = (name: string): string | undefined => given.get(name)?.[1]
  const matrixSet = of('TILEMATRIXSET') ?? set
  const named = of('LAYER') ?? layer
  if (matrixSet === undefined || named === undefined)
    return wrong(
      variable,
      '地址里缺 LAYER 或 TILEMATRIXSET,应为 http(s)://主机/img_w/wmts,或在查询里写明这两项',
      'LAYER or TILEMATRIXSET is missing; expected http(s)://host/img_w/wmts, or both in the query',
    )
  const tiling = tilingOf(matrixSet, variable)
  const matrix = of('TILEMATRIX') ?? '{z}'
  const fixed = new Map<string, string>(Object.entries(DEFAULTS))
  fixed.set('LAYER', named)
  fixed.set('TILEMATRIXSET', matrixSet)
  fixed.set('FORMAT', layer === undefined ? 'image/png' : 'tiles')
  for (const [upper, [name, value]] of given)
    fixed.set(upper in DEFAULTS || fixed.has(upper) ? upper : name, value)
  if (key !== null) fixed.set(...keyOf(key))
  return {
    origin: url.origin,
    host: url.host,
    tiling,
    minZoom: tiling === 'degrees' || layer !== undefined ? 1 : 0,
    maxZoom: Math.min(DEEPEST, DEEPEST_ZOOM),
    urlOf: (z, x, y) => {
      const asked = new URL(url)
      asked.hash = ''
      asked.search = new URLSearchParams([
        ...[...fixed].filter(([name]) => name.toUpperCase() !== 'TILEMATRIX'),
        ['TILEMATRIX', matrix.replace('{z}', String(z))],
        ['TILEROW', String(y)],
        ['TILECOL', String(x)],
      ]).toString()
      return asked.href
    },
  }
}
