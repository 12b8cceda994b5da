import { LRUCache } from 'lru-cache'
import type { SiteGround } from '#shared/ground/answers.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { makeTurns } from '../common/turns.ts'
import { makeBreaker } from './breaker.ts'
import { openSource, type GroundSetting } from './openSource.ts'
import { NOT_DRAWN, tileKind } from './picture.ts'
import { GroundFault, MOST_TILE_BYTES, type GroundSource } from './source.ts'

export interface GroundDeps {
  /** null where the site has set none. */
  readonly setting: (GroundSetting & { readonly note: string | null }) | null
  /** The variable that sets it, as a sentence about it says. */
  readonly variable?: string
  /** What is drawn where it fails, Chinese first. */
  readonly instead?: readonly [zh: string, en: string]
  /** 审图号. */
  readonly approval: string | null
  readonly now: () => EpochMs
  readonly warn: (message: string) => void
}

/** Tiles kept in memory: those of a wall at its home, many times over. */
const KEPT_BYTES = 64 * 2 ** 20
/** A gap is kept as well, and weighs so much. */
const GAP_BYTES = 64
/** Asked of the source at once, and waiting for that. */
const AT_ONCE = 8
const WAITING = 512

const NONE: SiteGround = {
  kind: null,
  state: 'none',
  sentence: null,
  minZoom: 0,
  maxZoom: 0,
  bounds: null,
  tiling: 'mercator',
  attribution: null,
  approval: null,
  version: '',
}

/** Octets that are a picture, or null; anything else is a fault of the source. */
const pictureOf = (bytes: Uint8Array | null): Uint8Array | null => {
  if (bytes === null || bytes.byteLength === 0) return null
  if (bytes.byteLength > MOST_TILE_BYTES)
    throw new GroundFault(['一张瓦片过大', `a tile is above ${MOST_TILE_BYTES / 2 ** 20} MiB`])
  const kind = tileKind(bytes)
  if (kind === 'vector') throw new GroundFault(NOT_DRAWN.vector)
  if (kind === 'unknown')
    throw new GroundFault([
      '送来的瓦片不是 PNG、JPEG 或 WebP 图片',
      'what came as a tile is no picture in PNG, JPEG or WebP',
    ])
  return bytes
}

const OWN_INSTEAD = ['画面用自带底图', 'the product’s own ground is drawn'] as const

interface Tiles {
  tile(z: number, x: number, y: number): Promise<Uint8Array | null>
  /** Asks once more for what last failed. */
  again(): Promise<unknown>
}

/** Tiles of a source, each asked for once and kept; few at a time, and none while the source rests. */
const keptTiles = (source: GroundSource, breaker: ReturnType<typeof makeBreaker>): Tiles => {
  const kept = new LRUCache<string, { readonly tile: Uint8Array | null }>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ tile }) => (tile?.byteLength ?? 0) + GAP_BYTES,
  })
  let failed: readonly [number, number, number] | null = null
  const under = new Map<string, Promise<Uint8Array | null>>()
  const inTurn = makeTurns(AT_ONCE, WAITING)
  const read = async (z: number, x: number, y: number): Promise<Uint8Array | null> => {
    const ask = async (): Promise<{ tile: Uint8Array | null }> => ({
      tile: await breaker.run(async () => pictureOf(await source.tile(z, x, y))),
    })
    const found = await inTurn('', ask).catch((cause: unknown) => {
      failed = [z, x, y]
      throw cause
    })
    if (found === null)
      throw new AppError(
        'unavailable',
        '底图请求过多,请稍后再试 / too many tiles are asked for; try again soon',
      )
    kept.set(`${z}/${x}/${y}`, found)
    return found.tile
  }
  const tile: Tiles['tile'] = (z, x, y) => {
    const key = `${z}/${x}/${y}`
    const known = kept.get(key)
    if (known) return Promise.resolve(known.tile)
    const asked = under.get(key)
    if (asked) return asked
    const asking = read(z, x, y).finally(() => under.delete(key))
    under.set(key, asking)
    return asking
  }
  return { tile, again: async () => failed && tile(...failed) }
}

/** Whether tiles of this zoom reach there: half as many rows where they are cut by degrees. */
const isOnEarth = (
  { minZoom, maxZoom, tiling }: GroundSource['facts'],
  z: number,
  x: number,
  y: number,
): boolean => z >= minZoom && z <= maxZoom && x < 2 ** z && y < (tiling === 'degrees' ? 2 ** (z - 1) : 2 ** z)

/** The site's own ground as the screens ask for it. Whatever is wrong with it is a sentence, and the product's own is drawn. */
export const makeSiteGround = (deps: GroundDeps) => {
  const { setting, variable = 'GUANLAN_GROUND', approval, now, warn } = deps
  const [zhInstead, enInstead] = deps.instead ?? OWN_INSTEAD
  const instead = ({ zh, en }: GroundFault): string => `${zh};${zhInstead} / ${en}; ${enInstead}`
  let opened: ({ readonly source: GroundSource } & Tiles) | null = null
  let refused: GroundFault | null = null
  const breaker = makeBreaker(now)
  const fault = (): GroundFault | null => refused ?? breaker.fault()
  const open = async (): Promise<void> => {
    if (!setting || opened || refused?.isFinal) return
    const before = refused?.message
    try {
      const source = await openSource(setting, variable)
      opened = { source, ...keptTiles(source, breaker) }
      refused = null
    } catch (cause) {
      refused = cause as GroundFault
      if (refused.message !== before) warn(refused.message)
    }
  }
  return {
    /** Opens what is set and is not open, and asks what rests whether it answers again. */
    tend: async (): Promise<void> => {
      await open()
      if (breaker.fault()) await opened?.again().catch(() => undefined)
    },
    close: (): void => opened?.source.close(),
    risks: (): string[] => {
      const found = fault()
      return found ? [instead(found)] : []
    },
    told: (): SiteGround => {
      if (!setting) return NONE
      const found = fault()
      const common = { approval, sentence: found && instead(found) }
      if (!opened) return { ...NONE, ...common, state: 'refused' }
      const { facts } = opened.source
      return {
        ...facts,
        ...common,
        state: found ? 'away' : 'ready',
        attribution: setting.note ?? facts.attribution,
      }
    },
    tile: async (z: number, x: number, y: number): Promise<Uint8Array | null> => {
      if (!opened) throw new AppError('not-found', '没有现场底图 / there is no ground of the site')
      if (!isOnEarth(opened.source.facts, z, x, y)) return null
      return opened.tile(z, x, y).catch((cause: unknown) => {
        throw cause instanceof GroundFault ? new AppError('unavailable', instead(cause)) : cause
      })
    },
  }
}
export type SiteGroundService = ReturnType<typeof makeSiteGround>
