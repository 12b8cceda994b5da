import type { LonLatBox } from '#shared/scene/layers.ts'
import type { RegionBorders, SceneInput } from '../../projections/input.ts'

/** As many as tell a bay from a cape at the size of a label. */
const BANDS = 24

const made = new WeakMap<RegionBorders, readonly LonLatBox[]>()

/** The ground of all regions in bands of latitude, each from its west to its east end: what stands outside of them stands outside. */
export const bandsOf = ({
  regions,
  borders,
}: Pick<SceneInput, 'regions' | 'borders'>): readonly LonLatBox[] => {
  const known = made.get(borders)
  if (known) return known
  const points = regions
    .filter(({ kind }) => kind === 'county')
    .flatMap(({ id }) => (borders.get(id) ?? []).flatMap((part) => part[0] ?? []))
  const bands = cut(points)
  made.set(borders, bands)
  return bands
}

const cut = (points: readonly (readonly [number, number])[]): readonly LonLatBox[] => {
  let [south, north] = [Infinity, -Infinity]
  for (const [, lat] of points) [south, north] = [Math.min(south, lat), Math.max(north, lat)]
  const step = (north - south) / BANDS
  if (!(step > 0)) return []
  const ends = Array.from({ length: BANDS }, () => [Infinity, -Infinity] as [number, number])
  for (const [lon, lat] of points) {
    const end = ends[Math.min(BANDS - 1, Math.floor((lat - south) / step))]!
    end[0] = Math.min(end[0], lon)
    end[1] = Math.max(end[1], lon)
  }
  return ends.flatMap(([west, east], i): LonLatBox[] =>
    west > east ? [] : [[west, south + i * step, east, south + (i + 1) * step]],
  )
}
