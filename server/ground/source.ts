import { createHash } from 'node:crypto'
import type { SiteGround } from '#shared/ground/answers.ts'

/** What a source says of itself. */
interface GroundFacts extends Pick<SiteGround, 'minZoom' | 'maxZoom' | 'bounds' | 'tiling'> {
  readonly kind: NonNullable<SiteGround['kind']>
  /** Its own; what the site has set goes before it. */
  readonly attribution: string | null
  /** Differs where its tiles may. */
  readonly version: string
}

/** Where the pictures of a ground come from: a file, a folder or a service. */
export interface GroundSource {
  readonly facts: GroundFacts
  /** null where it has no picture there. Throws GroundFault, or what its technology throws. */
  tile(z: number, x: number, y: number): Promise<Uint8Array | null>
  close(): void
}

/** A sentence for the screen and the health sheet, Chinese first; it names no key and no address beyond the host. */
export class GroundFault extends Error {
  /** More tries change nothing: what is set is wrong, or of a kind that is not drawn. */
  readonly isFinal: boolean

  readonly zh: string
  readonly en: string

  constructor([zh, en]: readonly [zh: string, en: string], isFinal = false) {
    super(`${zh} / ${en}`)
    this.name = 'GroundFault'
    this.zh = zh
    this.en = en
    this.isFinal = isFinal
  }
}

/** A tile above this is no picture of a map. */
export const MOST_TILE_BYTES = 2 * 2 ** 20

/** What a map's maker writes is text for people: its marks are left out. */
export const plainText = (text: unknown): string | null => {
  if (typeof text !== 'string') return null
  const plain = text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain === '' ? null : plain.slice(0, 200)
}

type Bounds = SiteGround['bounds']
/** West, south, east, north as they are; null where they are no bounds. */
export const soundBounds = (values: readonly number[]): Bounds => {
  const [west = NaN, south = NaN, east = NaN, north = NaN] = values
  const isSound =
    values.length === 4 &&
    west >= -180 &&
    east <= 180 &&
    south >= -90 &&
    north <= 90 &&
    west < east &&
    south < north
  return isSound ? [west, south, east, north] : null
}

/** Short, and another whenever the file or folder is another: its path with what tells its states apart. */
export const versionOf = (path: string, ...state: readonly number[]): string =>
  createHash('sha256')
    .update([path, ...state].join(' '))
    .digest('hex')
    .slice(0, 12)
