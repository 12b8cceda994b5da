/** What a tile is by its first octets; a name or a header may say anything. */
export type TileKind = 'picture' | 'vector' | 'unknown'

const startsWith = (bytes: Uint8Array, ...octets: number[]): boolean =>
  octets.every((octet, i) => bytes[i] === octet)

const isPicture = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) ||
  startsWith(bytes, 0xff, 0xd8, 0xff) ||
  (startsWith(bytes, 0x52, 0x49, 0x46, 0x46) && startsWith(bytes.subarray(8), 0x57, 0x45, 0x42, 0x50))

/** A vector tile begins with a layer (field 3), as it is or gzipped. */
export const tileKind = (bytes: Uint8Array): TileKind => {
  if (isPicture(bytes)) return 'picture'
  return startsWith(bytes, 0x1f, 0x8b) || startsWith(bytes, 0x1a) ? 'vector' : 'unknown'
}

const [INSTEAD_ZH, INSTEAD_EN] = [
  '请改用 PNG、JPEG 或 WebP 图片瓦片',
  'expected pictures in PNG, JPEG or WebP',
]
/** Kinds of ground that are known and not drawn. */
export const NOT_DRAWN = {
  vector: [`矢量瓦片(pbf)尚不绘制,${INSTEAD_ZH}`, `vector tiles (pbf) are not drawn yet; ${INSTEAD_EN}`],
  terrain: [`地形尚不绘制,${INSTEAD_ZH}`, `terrain is not drawn yet; ${INSTEAD_EN}`],
} as const
