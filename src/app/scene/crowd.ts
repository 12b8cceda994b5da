import { useResizeObserver, watchDebounced } from '@vueuse/core'
import { computed, onMounted, shallowRef, type Ref } from 'vue'
import { depthOf } from '#shared/region/place.ts'
import type { CameraPose } from '#shared/scene/camera.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import { screenPoint } from '../../projections/screenPoint.ts'
import { freeRoom, type Rect } from '../../projections/freeRoom.ts'
import { townOf, type Town } from '../../projections/town.ts'
import { useLedgerStore, useViewStore } from '../../state/stores/index.ts'
import { useWallFrame } from '../shell/wall.ts'
import { COVERS } from './covered.ts'

/** The camera rests once it has not moved for so long. */
const REST_MS: DurationMs = 160
/** Of an inset, in u and in units of the text size. */
const INSET = { leastU: [22, 15], leastEm: [16, 11], marginU: 1 } as const
/** Of its area, and how wide or tall it may become for a town that is, u. */
const AREA = { u2: 54 * 32.5, widest: 54 / 32.5, narrowest: 0.9 } as const
/** Around a dot, for its name, u: to each side, above, below. */
const NAME_U = { side: 4, above: 1.5, below: 5 } as const

/** What of the open county lies too near together, and where there is room to show it larger. */
export interface Crowd {
  /** Zoom at which the camera rests over a county; null elsewhere and before. */
  readonly zoom: Readonly<Ref<number | null>>
  readonly town: Readonly<Ref<Town | null>>
  /** Where the town's own picture stands on the screen; null exactly where `town` is. */
  readonly room: Readonly<Ref<Rect | null>>
}

/** `padding` is what of the picture is covered: top, right, bottom, left, CSS pixels. */
export const useCrowd = (padding: () => readonly [number, number, number, number]): Crowd => {
  const [view, ledger, wall] = [useViewStore(), useLedgerStore(), useWallFrame()]
  const rest = shallowRef<CameraPose | null>(view.camera)
  watchDebounced(
    () => view.camera,
    (pose) => (rest.value = pose),
    { debounce: REST_MS },
  )
  const over = useOver()
  const place = computed(() => {
    const open = ledger.view(view.place)
    return open && depthOf(open.kind) === 2 && view.engine !== 'interior' ? open.id : null
  })
  const zoom = computed(() => (place.value === null ? null : (rest.value?.zoom ?? null)))
  const found = computed((): { readonly town: Town; readonly room: Rect } | null => {
    void ledger.version
    const [pose, rows] = [rest.value, place.value === null ? null : ledger.compounds(place.value)]
    if (!pose || !rows || view.engine !== 'map' || pose.pitchDeg > 0 || pose.bearingDeg !== 0) return null
    const [top, right, bottom, left] = padding()
    const frame = { x: left, y: top, width: innerWidth - left - right, height: innerHeight - top - bottom }
    const town = townOf(rows, pose.zoom, [frame.width, frame.height])
    if (!town) return null
    const { uPx, textPx } = wall.value
    const screen = { width: innerWidth, height: innerHeight }
    const at = (lon: number, lat: number) => screenPoint(pose, [lon, lat], screen)
    const dots = rows.flatMap(({ id, lon, lat }) => {
      const spot = town.ids.has(id) ? null : at(lon, lat)
      return spot ? [around(spot, uPx)] : []
    })
    const own = boxOf(town, at, uPx)
    if (!own) return null
    const least = [0, 1].map((i) => Math.max(INSET.leastU[i]! * uPx, INSET.leastEm[i]! * textPx))
    const aspect = Math.max(AREA.narrowest, Math.min(AREA.widest, own.width / own.height))
    const width = Math.sqrt(AREA.u2 * aspect)
    const room = freeRoom(frame, [...dots, own, ...over.value], {
      least: [least[0]!, least[1]!],
      most: [width * uPx, (AREA.u2 / width) * uPx],
      aspect,
    })
    return room && { town, room }
  })
  return {
    zoom,
    town: computed(() => found.value?.town ?? null),
    room: computed(() => found.value?.room ?? null),
  }
}

/** What stands in the scene beside the panels: the legend and the scale, wherever they have grown to. */
const useOver = (): Readonly<Ref<readonly Rect[]>> => {
  const over = shallowRef<readonly Rect[]>([])
  const parts = shallowRef<readonly HTMLElement[]>([])
  const read = (): void => {
    over.value = parts.value.map((part) => part.getBoundingClientRect())
  }
  onMounted(() => (parts.value = [...document.querySelectorAll<HTMLElement>(`.frame > .centre ${COVERS}`)]))
  useResizeObserver(parts as never, read)
  return over
}

/** A dot with its name. */
const around = ([x, y]: readonly [number, number], uPx: number): Rect => ({
  x: x - NAME_U.side * uPx,
  y: y - NAME_U.above * uPx,
  width: NAME_U.side * 2 * uPx,
  height: (NAME_U.above + NAME_U.below) * uPx,
})

/** The town on the map, with a margin; null where the camera does not see all of it. */
const boxOf = (
  { bounds: [west, south, east, north] }: Town,
  at: (lon: number, lat: number) => readonly [number, number] | null,
  uPx: number,
): Rect | null => {
  const [from, to] = [at(west, north), at(east, south)]
  if (!from || !to) return null
  const more = INSET.marginU * uPx
  return {
    x: from[0] - more,
    y: from[1] - more,
    width: to[0] - from[0] + more * 2,
    height: to[1] - from[1] + more * 2,
  }
}
