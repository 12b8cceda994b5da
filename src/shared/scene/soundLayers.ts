/**
 * Keeps coordinates that are no numbers, or lie off the earth, from every engine: one NaN in a vertex buffer blanks a
 * whole layer, and in a library's loop the whole screen. The one feature is left out and counted, the layer stays.
 * Geometry is looked at once, when its array is first seen. Vehicles are not looked at here: their table refuses such
 * rows as they enter (state/live/vehicles.ts), so that a report costs nothing.
 */
import type { LonLat, LocalXY } from '../kernel/units.ts'
import type { CompoundLayer } from './compoundLayer.ts'
import type {
  ClusterLayer,
  Column,
  ExtrusionLayer,
  InteriorLayer,
  LabelLayer,
  LayerSpec,
  PathLayer,
  PointLayer,
  Polygon,
  PolygonLayer,
} from './layers.ts'

export interface SoundLayers {
  /** The very same array where nothing was left out. */
  readonly layers: readonly LayerSpec[]
  /** How many features were left out, by layer; only layers where any were. */
  readonly dropped: ReadonlyMap<string, number>
}

/** A building reaches no farther from its own origin, metres. */
const FARTHEST_M = 100_000
/** No roof stands higher, metres. */
const HIGHEST_M = 10_000

const isLonLat = (at: LonLat): boolean => Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90
const isLocal = (at: LocalXY): boolean => Math.abs(at[0]) <= FARTHEST_M && Math.abs(at[1]) <= FARTHEST_M
const isHeight = (metres: number): boolean => Math.abs(metres) <= HIGHEST_M

/** What is left of a list: the rows that stay, null where all do. */
interface Kept {
  readonly rows: readonly number[] | null
  readonly dropped: number
}
const ALL: Kept = { rows: null, dropped: 0 }

const keptOf = (count: number, isSound: (row: number) => boolean): Kept => {
  let broken = 0
  for (let row = 0; row < count; row++) if (!isSound(row)) broken++
  if (broken === 0) return ALL
  const rows: number[] = []
  for (let row = 0; row < count; row++) if (isSound(row)) rows.push(row)
  return { rows, dropped: broken }
}

/** What `make` gave for an object, once for each object that is still held by anyone. */
const remembered = <K extends object, V>(make: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, V>()
  return (key) => {
    if (!known.has(key)) known.set(key, make(key))
    return known.get(key) as V
  }
}

const picked = <T>(list: readonly T[], rows: readonly number[]): T[] => rows.map((row) => list[row] as T)

const pickedColumn = <T extends Uint8Array | Float32Array | Float64Array>(
  column: Column<T>,
  rows: readonly number[],
  width: number,
): Column<T> => {
  const values = new (column.values.constructor as new (length: number) => T)(rows.length * width)
  for (const [i, row] of rows.entries())
    for (let k = 0; k < width; k++) values[i * width + k] = column.values[row * width + k] ?? 0
  return { values, version: column.version }
}

const isArea = (polygon: Polygon): boolean =>
  polygon.parts.every((rings) => rings.every((ring) => ring.every(isLonLat)))
const areas = remembered((polygons: readonly Polygon[]) => {
  const kept = keptOf(polygons.length, (row) => isArea(polygons[row] as Polygon))
  return { ...kept, polygons: kept.rows ? picked(polygons, kept.rows) : polygons }
})

/** The same list of polygons for the same ones that were given, so that an engine sees that no border moved. */
const soundPolygons = (layer: PolygonLayer): [PolygonLayer, number] => {
  const { rows, dropped, polygons } = areas(layer.polygons)
  if (!rows) return [layer, 0]
  const { pattern } = layer
  const kinds = pattern && { ...pattern, ...pickedColumn(pattern, rows, 1) }
  const kept = { ...layer, polygons, fill: pickedColumn(layer.fill, rows, 4) }
  return [kinds ? { ...kept, pattern: kinds } : kept, dropped]
}

const soundExtrusions = (layer: ExtrusionLayer): [ExtrusionLayer, number] => {
  const { values } = layer.heights
  const kept = keptOf(layer.polygons.length, (row) => isHeight(values[row] ?? 0))
  const ground = areas(layer.polygons)
  if (!kept.rows && !ground.rows) return [layer, 0]
  const flat = new Set(ground.rows ?? layer.polygons.keys())
  const rows = (kept.rows ?? [...layer.polygons.keys()]).filter((row) => flat.has(row))
  const changed = {
    polygons: picked(layer.polygons, rows),
    heights: pickedColumn(layer.heights, rows, 1),
    fill: pickedColumn(layer.fill, rows, 4),
  }
  return [{ ...layer, ...changed }, layer.polygons.length - rows.length]
}

const soundPoints = (layer: PointLayer): [PointLayer, number] => {
  const [at, radii] = [layer.positions.values, layer.radii.values]
  const { rows, dropped } = keptOf(
    layer.ids.length,
    (row) => isLonLat([at[row * 2] as number, at[row * 2 + 1] as number]) && Number.isFinite(radii[row] ?? 0),
  )
  if (!rows) return [layer, 0]
  return [
    {
      ...layer,
      ids: picked(layer.ids, rows),
      positions: pickedColumn(layer.positions, rows, 2),
      fill: pickedColumn(layer.fill, rows, 4),
      radii: pickedColumn(layer.radii, rows, 1),
    },
    dropped,
  ]
}

const soundClusters = (layer: ClusterLayer): [ClusterLayer, number] => {
  const { ids, positions, radii, faces } = layer
  const at = positions.values
  const { rows, dropped } = keptOf(
    ids.length,
    (row) =>
      isLonLat([at[row * 2] as number, at[row * 2 + 1] as number]) && Number.isFinite(radii.values[row]),
  )
  if (!rows) return [layer, 0]
  return [
    {
      ...layer,
      ids: picked(ids, rows),
      positions: pickedColumn(positions, rows, 2),
      radii: pickedColumn(radii, rows, 1),
      faces: { ...faces, values: picked(faces.values, rows) },
    },
    dropped,
  ]
}

const soundLabels = (layer: LabelLayer): [LabelLayer, number] => {
  const { rows, dropped } = keptOf(layer.labels.length, (row) => {
    const {
      at,
      height = 0,
      priority,
      belowPx = 0,
      clearPx = 0,
      callout,
      disc,
    } = layer.labels[row] as LabelLayer['labels'][number]
    const sizes = [priority, belowPx, clearPx, disc?.radiusPx ?? 0, ...(callout?.outside.flat() ?? [])]
    return isLonLat(at) && isHeight(height) && sizes.every(Number.isFinite)
  })
  return rows ? [{ ...layer, labels: picked(layer.labels, rows) }, dropped] : [layer, 0]
}

type Paths = PathLayer['paths']
/** A path goes on without the points that are none. */
const tracks = remembered((paths: Paths): { readonly paths: Paths; readonly dropped: number } => {
  let dropped = 0
  const sound = paths.map((path) => {
    const points = path.points.filter(isLonLat)
    dropped += path.points.length - points.length
    return points.length === path.points.length ? path : { ...path, points }
  })
  return { paths: dropped === 0 ? paths : sound, dropped }
})
const soundPaths = (layer: PathLayer): [PathLayer, number] => {
  const { paths, dropped } = tracks(layer.paths)
  return dropped === 0 ? [layer, 0] : [{ ...layer, paths }, dropped]
}

type Floors = InteriorLayer['floors']
interface Storeys {
  readonly floors: Floors
  readonly dropped: number
  /** Rooms that stay, in the order of the fill column; null where all do. */
  readonly rows: readonly number[] | null
}
const storeys = remembered((floors: Floors): Storeys => {
  const rows: number[] = []
  let [dropped, room] = [0, 0]
  const keep = <T>(list: readonly T[], isSound: (item: T) => boolean): readonly T[] => {
    const kept = list.filter(isSound)
    dropped += list.length - kept.length
    return kept.length === list.length ? list : kept
  }
  const isRing = (ring: readonly LocalXY[]): boolean => ring.every(isLocal)
  const sound = floors.flatMap((floor) => {
    const first = room
    room += floor.rooms.length
    if (!isHeight(floor.elevationM) || !isHeight(floor.heightM)) {
      dropped++
      return []
    }
    for (const [i, { ring }] of floor.rooms.entries()) if (isRing(ring)) rows.push(first + i)
    const outline = isRing(floor.outline) ? floor.outline : []
    if (outline !== floor.outline) dropped++
    const corridors = keep(floor.corridors, isRing)
    const cores = keep(floor.cores, isRing)
    const desks = keep(
      floor.desks,
      ({ x, y, rotationDeg }) => isLocal([x, y]) && Number.isFinite(rotationDeg),
    )
    return [
      { ...floor, outline, corridors, cores, rooms: keep(floor.rooms, ({ ring }) => isRing(ring)), desks },
    ]
  })
  return dropped === 0 ? { floors, dropped, rows: null } : { floors: sound, dropped, rows }
})
const pickedRemarks = (
  { values, version }: NonNullable<InteriorLayer['remarks']>,
  rows: readonly number[],
): InteriorLayer['remarks'] => ({ values: rows.flatMap((row) => values[row] ?? []), version })
const soundInterior = (layer: InteriorLayer): [InteriorLayer, number] => {
  const { floors, dropped, rows } = storeys(layer.floors)
  const isPlaced = (!layer.origin || isLonLat(layer.origin)) && Number.isFinite(layer.rotationDeg ?? 0)
  if (isPlaced && !rows) return [layer, 0]
  const { origin: _, rotationDeg: __, ...unplaced } = layer
  const kept = {
    ...(isPlaced ? layer : unplaced),
    floors,
    fill: rows ? pickedColumn(layer.fill, rows, 4) : layer.fill,
    ...(rows && layer.remarks ? { remarks: pickedRemarks(layer.remarks, rows) } : {}),
  }
  return [kept, dropped + (isPlaced ? 0 : 1)]
}

/** A building or a street without a place is left out; a boundary with none is no boundary. */
const soundCompound = (layer: CompoundLayer): [CompoundLayer, number] => {
  const { buildings, boundary, streets, fill } = layer
  const { rows, dropped } = keptOf(buildings.length, (row) => {
    const { ring, heightM, occupancy } = buildings[row] as CompoundLayer['buildings'][number]
    return isHeight(heightM) && Number.isFinite(occupancy) && ring.every(isLocal)
  })
  const ways = streets.filter(({ points, widthM }) => Number.isFinite(widthM) && points.every(isLocal))
  const ring = boundary.every(isLocal) ? boundary : []
  const lost = dropped + streets.length - ways.length + (ring === boundary ? 0 : 1)
  if (lost === 0) return [layer, 0]
  const kept = rows ? { buildings: picked(buildings, rows), fill: pickedColumn(fill, rows, 4) } : {}
  return [{ ...layer, ...kept, streets: ways, boundary: ring }, lost]
}

const soundLayer = (layer: LayerSpec): [LayerSpec, number] => {
  switch (layer.kind) {
    case 'polygons':
      return soundPolygons(layer)
    case 'extrusions':
      return soundExtrusions(layer)
    case 'points':
      return soundPoints(layer)
    case 'clusters':
      return soundClusters(layer)
    case 'labels':
      return soundLabels(layer)
    case 'paths':
      return soundPaths(layer)
    case 'interior':
      return soundInterior(layer)
    case 'compound':
      return soundCompound(layer)
    case 'movers':
    case 'tiles3d':
    case 'raster':
      return [layer, 0]
  }
}
/** A layer that is handed in again, the very same object, comes out as before. */
const layerOnce = remembered(soundLayer)

export const soundLayers = (layers: readonly LayerSpec[]): SoundLayers => {
  const dropped = new Map<string, number>()
  let changed = false
  const sound = layers.map((layer) => {
    const [kept, count] = layer.kind === 'movers' ? ([layer, 0] as const) : layerOnce(layer)
    if (count > 0) dropped.set(layer.id, count)
    changed ||= kept !== layer
    return kept
  })
  return { layers: changed ? sound : layers, dropped }
}
