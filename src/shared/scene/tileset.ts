/**
 * What is wrong with a tileset.json (3D Tiles 1.0 and 1.1), told before an engine sees it: a matrix of nulls throws in the
 * engine's drawing loop, once a frame and for ever.
 */

/** Chinese, then English. */
export type TilesetFault = string

const VERSIONS = ['0.0', '1.0', '1.1']
const MOST_TILES = 500_000
/** No length or coordinate on or near the earth is larger, metres. */
const FARTHEST_M = 1e9
/** Numbers of each bounding volume. */
const VOLUMES = { region: 6, box: 12, sphere: 4 } as const

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= FARTHEST_M
const areNumbers = (value: unknown, count: number): value is readonly number[] =>
  Array.isArray(value) && value.length === count && value.every(isNumber)

/** A volume of an extension alone is the engine's to judge. */
const volumeFault = (value: unknown, where: string): TilesetFault | null => {
  if (!isObject(value)) return `${where} 缺失或不是对象 / ${where} is missing or no object`
  for (const [kind, count] of Object.entries(VOLUMES)) {
    if (kind in value && !areNumbers(value[kind], count))
      return `${where}.${kind} 须为 ${count} 个有限数 / ${where}.${kind} must be ${count} finite numbers`
  }
  const isKnown = Object.keys(VOLUMES).some((kind) => kind in value) || isObject(value['extensions'])
  return isKnown ? null : `${where} 须有 region、box 或 sphere / ${where} needs a region, box or sphere`
}

const transformFault = (value: unknown, where: string): TilesetFault | null => {
  if (!areNumbers(value, 16))
    return `${where}.transform 须为 16 个有限数 / ${where}.transform must be 16 finite numbers`
  const [a, b, c, , d, e, f, , g, h, i] = value as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const volume = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  return volume === 0 ? `${where}.transform 不可逆 / ${where}.transform cannot be inverted` : null
}

const contentFault = (value: unknown, where: string): TilesetFault | null => {
  if (!isObject(value)) return `${where} 不是对象 / ${where} is no object`
  const address = value['uri'] ?? value['url']
  if (typeof address !== 'string' || address === '')
    return `${where}.uri 须为地址 / ${where}.uri must be an address`
  return value['boundingVolume'] === undefined
    ? null
    : volumeFault(value['boundingVolume'], `${where}.boundingVolume`)
}

const tileFault = (tile: unknown, where: string): TilesetFault | null => {
  if (!isObject(tile)) return `${where} 缺失或不是对象 / ${where} is missing or no object`
  const { transform, geometricError, refine, viewerRequestVolume, content, contents, children } = tile
  if (transform !== undefined) {
    const fault = transformFault(transform, where)
    if (fault) return fault
  }
  const volume = volumeFault(tile['boundingVolume'], `${where}.boundingVolume`)
  if (volume) return volume
  if (geometricError !== undefined && !(isNumber(geometricError) && geometricError >= 0))
    return `${where}.geometricError 须为不小于 0 的数 / ${where}.geometricError must be a number of at least 0`
  if (refine !== undefined && !/^(add|replace)$/i.test(String(refine)))
    return `${where}.refine 须为 ADD 或 REPLACE / ${where}.refine must be ADD or REPLACE`
  if (viewerRequestVolume !== undefined) {
    const fault = volumeFault(viewerRequestVolume, `${where}.viewerRequestVolume`)
    if (fault) return fault
  }
  if (contents !== undefined && !Array.isArray(contents))
    return `${where}.contents 须为数组 / ${where}.contents must be a list`
  if (children !== undefined && !Array.isArray(children))
    return `${where}.children 须为数组 / ${where}.children must be a list`
  const all: readonly (readonly [unknown, string])[] = [
    ...(content === undefined ? [] : [[content, `${where}.content`] as const]),
    ...((contents as unknown[] | undefined) ?? []).map((one, i) => [one, `${where}.contents[${i}]`] as const),
  ]
  for (const [one, at] of all) {
    const fault = contentFault(one, at)
    if (fault) return fault
  }
  return null
}

const assetFault = (asset: unknown): TilesetFault | null => {
  if (!isObject(asset)) return 'asset 缺失 / asset is missing'
  if (VERSIONS.includes(asset['version'] as string)) return null
  return `asset.version 须为 ${VERSIONS.join('、')} 之一 / asset.version must be one of ${VERSIONS.join(', ')}`
}

/** The first fault of a parsed tileset.json, with its path; null where an engine can be given it. */
export const tilesetFault = (json: unknown): TilesetFault | null => {
  if (!isObject(json)) return '文件不是 JSON 对象 / the file is no JSON object'
  const fault = assetFault(json['asset'])
  if (fault) return fault
  if (!(isNumber(json['geometricError']) && json['geometricError'] >= 0))
    return 'geometricError 须为不小于 0 的数 / geometricError must be a number of at least 0'
  const open: [unknown, string][] = [[json['root'], 'root']]
  let seen = 0
  for (let next = open.pop(); next; next = open.pop()) {
    const [tile, where] = next
    if (++seen > MOST_TILES) return `瓦片多于 ${MOST_TILES} 个 / more than ${MOST_TILES} tiles`
    const found = tileFault(tile, where)
    if (found) return found
    const children = (tile as Json)['children'] as readonly unknown[] | undefined
    for (const [i, child] of (children ?? []).entries()) open.push([child, `${where}.children[${i}]`])
  }
  return null
}

/** The fault of the text of a tileset.json. */
export const tilesetTextFault = (text: string): TilesetFault | null => {
  try {
    return tilesetFault(JSON.parse(text))
  } catch {
    return '文件不是 JSON / the file is no JSON'
  }
}

/** Formats whose header tells their length at byte 8. */
const BINARY = ['b3dm', 'i3dm', 'pnts', 'cmpt', 'glTF']
const HEAD_BYTES = 12

/** The fault of a tile's content that its first bytes tell; null for other formats and for what is whole. */
export const contentBytesFault = (bytes: ArrayBuffer): TilesetFault | null => {
  if (bytes.byteLength === 0) return '内容为空 / the content is empty'
  const start = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength))
  const magic = String.fromCharCode(...start)
  if (!BINARY.includes(magic)) return null
  if (bytes.byteLength < HEAD_BYTES)
    return `${magic} 只有 ${bytes.byteLength} 字节 / ${magic} of ${bytes.byteLength} bytes only`
  const told = new DataView(bytes).getUint32(8, true)
  return told > bytes.byteLength
    ? `${magic} 不完整:应有 ${told} 字节,只有 ${bytes.byteLength} / ${magic} is cut: ${told} bytes announced, ${bytes.byteLength} there`
    : null
}

/** The name that a tileset goes by on the screen: its folder, or its file where it lies in none. */
export const tilesetName = (url: string): string => {
  const parts = url.split('?')[0]?.split('/').filter(Boolean) ?? []
  const named = parts.at(-2) === 'tiles3d' ? parts.at(-1) : (parts.at(-2) ?? parts.at(-1))
  try {
    return decodeURIComponent(named ?? url)
  } catch {
    return named ?? url
  }
}
