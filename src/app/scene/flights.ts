import { computed, watch } from 'vue'
import { depthOf } from '#shared/region/place.ts'
import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import type { SceneEngine } from '../../engines/SceneEngine.ts'
import type { Bounds } from '../../projections/clusters.ts'
import { lookGoal, placeGoal, vehicleGoal } from '../../projections/camera.ts'
import type { SceneInput } from '../../projections/input.ts'
import { useWalkKeys } from '../walk/walkKeys.ts'
import { shownVehicles, useClock, useReplayStore, useViewStore } from '../../state/stores/index.ts'

const FLIGHT_MS = 1100
const FOLLOW_MS = 1000

/** Of a flight's key the place and the number of its opening, without the engine. */
const openingOf = (key: string): string => key.split(' ').slice(0, 2).join(' ')

interface Given {
  readonly engine: () => SceneEngine | null
  readonly input: () => SceneInput
  readonly padding: () => readonly [number, number, number, number]
  /** A pose in the address, taken once. */
  readonly startPose: () => CameraPose | null
  /** Whether reduced motion was asked for: the camera jumps. */
  readonly still: () => boolean
}

type Chosen = ReturnType<ReturnType<typeof shownVehicles>['read']>

/** Where the selected vehicle is now, or is to be in `aheadMs`. */
const chosenVehicle = (id: string | null, aheadMs = 0): Chosen | null =>
  id === null ? null : shownVehicles().read(Number(id), useClock().now() + aheadMs)

export const samePose = (a: CameraPose | null, b: CameraPose): boolean =>
  a !== null &&
  a.lon === b.lon &&
  a.lat === b.lat &&
  a.zoom === b.zoom &&
  a.pitchDeg === b.pitchDeg &&
  a.bearingDeg === b.bearingDeg

const isInside = ({ view }: SceneInput): boolean => view !== null && depthOf(view.kind) >= 4
/** Whether everything that a flight to the open place needs was read: the place itself, and indoors its interior. */
const isReady = (input: SceneInput, place: string): boolean =>
  input.view?.id === place && (!isInside(input) || Boolean(input.interior))

/** Hears that a closer look was asked for. */
const onLook = (go: (bounds: Bounds) => void): void => {
  const view = useViewStore()
  watch(
    () => view.looked,
    (bounds) => bounds && go(bounds),
  )
}

/** The camera's own ways: to a place that is opened, to a vehicle that is chosen, and after one that is followed. */
export const useFlights = ({ engine: now, input, padding, startPose, still }: Given) => {
  const [view, replay] = [useViewStore(), useReplayStore()]
  /** The flight that was flown last, so that a figure that changes does not move the camera. */
  let flown = ''
  /** A vehicle that was chosen before its place was known: flown to once it is. */
  let awaited: string | null = null
  let followedAt = 0
  const flightKey = computed(() => `${view.place} ${view.flights} ${view.engine}`)
  const lasting = (ms: number): number => (still() ? 0 : ms)
  const chosen = (): string | null => (view.selection?.kind === 'vehicle' ? view.selection.id : null)

  const go = (goal: CameraGoal | null): boolean => {
    const engine = now()
    if (!goal || !engine) return false
    void engine.flyTo(goal, lasting(FLIGHT_MS))
    return true
  }

  /** Flies once to each place that is opened, as soon as it and what it needs were read; a pose in the address stands instead. */
  const fly = (): void => {
    const [engine, shown] = [now(), input()]
    if (!engine || (engine.kind !== view.engine && engine.kind !== 'none') || flown === flightKey.value)
      return
    if (!isReady(shown, view.place)) return
    const [pose, id] = [startPose(), chosen()]
    const vehicle = chosenVehicle(id)
    const kept =
      openingOf(flown) === openingOf(flightKey.value) && view.engine !== 'interior' && !isInside(shown)
    const goal = vehicle ? vehicleGoal(vehicle.at, engine.getCamera()) : placeGoal(shown, padding())
    if (!kept && go(pose ? { kind: 'pose', pose } : goal)) awaited = !pose && !vehicle ? id : null
    else if (!kept) return
    flown = flightKey.value
  }

  /** Flies to the vehicle whose place was not known, if it is now. */
  const flyToAwaited = (): void => {
    if (awaited === null) return
    awaited = chosen()
    const vehicle = chosenVehicle(awaited)
    if (!vehicle) return
    const engine = now()
    if (engine) go(vehicleGoal(vehicle.at, engine.getCamera()))
    awaited = null
  }

  /** Once a second the camera goes on to where the selected vehicle will be. */
  const follow = (engine: SceneEngine): void => {
    const [at, id] = [performance.now(), chosen()]
    if (!view.following || at - followedAt < FOLLOW_MS || engine.kind === 'interior' || id === null) return
    followedAt = at
    const vehicle = chosenVehicle(id, FOLLOW_MS * (replay.active ? replay.rate : 1))
    if (!vehicle) return
    const [lon, lat] = vehicle.at
    void engine.flyTo({ kind: 'pose', pose: { ...engine.getCamera(), lon, lat } }, lasting(FOLLOW_MS))
  }

  useWalkKeys(now)
  onLook((bounds) => go(lookGoal(bounds, padding())))
  return { flightKey, fly, flyToAwaited, follow }
}
