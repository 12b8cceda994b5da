import { isSeries } from '#shared/protocol/platform.ts'
import type { CollectionName, SeriesName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { isStored, keyOf } from '../collections.ts'
import type { Archive } from './archive.ts'
import { blockFrom } from './block.ts'
import type { Block } from './block.ts'
import type { Summary } from './countyFile.ts'

/** What a walk through a collection asks of it: place after place (a county, or `''` for the regions), in a fixed order. */
export interface Shelf {
  readonly places: readonly string[]
  /** A cursor of another edition starts over. */
  readonly edition: string
  /** Cheap: no block is read. */
  summary(place: string, walk: Walk): Promise<Summary>
  block(place: string, walk: Walk): Promise<Block>
}
/** A series over time makes its blocks itself; its places are the counties unless it names others. */
export type SeriesShelf = Pick<Shelf, 'summary' | 'block'> & Partial<Pick<Shelf, 'places'>>
export interface Walk {
  /** When the walk began; the meter-days of a walk are all as of then. */
  readonly watermark: EpochMs
  readonly since: EpochMs | null
}

const regionShelf = (archive: Archive): Shelf => {
  const block = blockFrom(
    archive.province.regions.map((region) => ({
      key: keyOf('regions', region),
      updatedAt: region.updatedAt,
      json: JSON.stringify(region),
    })),
  )
  const newest = archive.province.regions.reduce((at, region) => Math.max(at, region.updatedAt), 0)
  return {
    places: [''],
    edition: '',
    summary: async () => ({ count: block.count, newest }),
    block: async () => block,
  }
}

/** One shelf for every collection of the contract. */
export const makeShelves = (
  archive: Archive,
  series: Readonly<Record<SeriesName, SeriesShelf>>,
): ((collection: CollectionName) => Shelf) => {
  const regions = regionShelf(archive)
  const places = archive.province.countyCodes
  return (collection) => {
    if (collection === 'regions') return regions
    if (isSeries(collection)) return { places, edition: '', ...series[collection] }
    if (!isStored(collection)) return regions
    return {
      places,
      edition: archive.editionId(collection),
      summary: (place) => archive.edition(collection).summary(place, collection),
      block: (place) => archive.edition(collection).block(place, collection),
    }
  }
}
