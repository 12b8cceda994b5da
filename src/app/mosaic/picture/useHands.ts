import { shallowRef, type Ref } from 'vue'
import { between, clamped, HOME, zoomedAt } from '../../../engines/mosaic/camera.ts'
import type { Layout } from '../../../engines/mosaic/layout.ts'
import type { MosaicCamera } from '../../../engines/mosaic/MosaicCanvas.ts'
import { isOverlaid, useHeard } from '../listening.ts'

const FLIGHT_MS = 900
const WHEEL = 0.0018
const KEY_ZOOM = 1.5
/** Of what is seen, with one key. */
const KEY_PAN = 0.15
/** Pixels that a finger may move and still press. */
const STILL = 6

interface Point {
  readonly x: number
  readonly y: number
}

/** The camera, which flies where motion is welcome and stands there at once where it is not. */
export const useCamera = (layout: Readonly<Ref<Layout>>) => {
  const camera = shallowRef<MosaicCamera>(HOME)
  let flight = 0
  const set = (next: MosaicCamera): void => {
    cancelAnimationFrame(flight)
    camera.value = clamped(next, layout.value)
  }
  const fly = (to: MosaicCamera): void => {
    cancelAnimationFrame(flight)
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return set(to)
    const from = camera.value
    const began = performance.now()
    const step = (now: number): void => {
      const part = Math.min(Math.max((now - began) / FLIGHT_MS, 0), 1)
      camera.value = part < 1 ? between(from, to, part, layout.value) : to
      if (part < 1) flight = requestAnimationFrame(step)
    }
    flight = requestAnimationFrame(step)
  }
  return { camera, set, fly, stop: () => cancelAnimationFrame(flight) }
}
export type Camera = ReturnType<typeof useCamera>

interface Told {
  hover(at: Point | null, touch: boolean): void
  press(at: Point): void
  /** A step with the keys where a room is chosen; false moves the picture instead. */
  step(right: number, down: number): boolean
  enter(): void
  out(): void
}

const spread = ([a, b]: readonly Point[]): number => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0)

/** Fingers and pointers: one moves, two zoom about their middle, one that stays presses. */
const usePointers = (
  box: Readonly<Ref<HTMLElement | null>>,
  { camera, set }: Camera,
  layout: Readonly<Ref<Layout>>,
  told: Told,
): void => {
  const down = new Map<number, Point>()
  let moved = 0
  const at = (event: PointerEvent | WheelEvent): Point => {
    const { left = 0, top = 0 } = box.value?.getBoundingClientRect() ?? {}
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const move = (event: PointerEvent): void => {
    const before = down.get(event.pointerId)
    const now = at(event)
    if (!before) return told.hover(now, event.pointerType === 'touch')
    const apart = spread([...down.values()])
    down.set(event.pointerId, now)
    moved += Math.hypot(now.x - before.x, now.y - before.y)
    const { x, y, scale } = camera.value
    const share = 1 / down.size
    set({ x: x - ((now.x - before.x) / scale) * share, y: y - ((now.y - before.y) / scale) * share, scale })
    const [a, b] = [...down.values()]
    if (a && b && apart > 0)
      set(
        zoomedAt(
          camera.value,
          spread([a, b]) / apart,
          { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
          layout.value,
        ),
      )
  }
  const end = (event: PointerEvent): void => {
    const was = down.get(event.pointerId)
    down.delete(event.pointerId)
    if (was && event.type === 'pointerup' && down.size === 0 && moved < STILL) told.press(was)
  }
  useHeard<PointerEvent>(box, ['pointerdown'], (event) => {
    if (event.button !== 0) return
    if (down.size === 0) moved = 0
    down.set(event.pointerId, at(event))
    box.value?.setPointerCapture(event.pointerId)
  })
  useHeard(box, ['pointermove'], move)
  useHeard(box, ['pointerup', 'pointercancel'], end)
  useHeard(box, ['pointerleave'], () => told.hover(null, false))
  useHeard<WheelEvent>(
    box,
    ['wheel'],
    (event) => {
      event.preventDefault()
      const by = event.deltaY * (event.deltaMode === 1 ? 16 : 1) * (event.ctrlKey ? 4 : 1)
      set(zoomedAt(camera.value, Math.exp(-by * WHEEL), at(event), layout.value))
    },
    { passive: false },
  )
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** What moves the picture: pointer, wheel, fingers, and the keys while the picture has the focus. */
export const useHands = (
  box: Readonly<Ref<HTMLElement | null>>,
  hand: Camera,
  layout: Readonly<Ref<Layout>>,
  told: Told,
): void => {
  usePointers(box, hand, layout, told)
  const { camera, set, fly } = hand
  const zoom = (factor: number): void => {
    const middle = { x: layout.value.width / 2, y: layout.value.height / 2 }
    set(zoomedAt(camera.value, factor, middle, layout.value))
  }
  const pan = (right: number, down: number): void => {
    const { x, y, scale } = camera.value
    const [w, h] = [layout.value.width / scale, layout.value.height / scale]
    set({ x: x + right * w * KEY_PAN, y: y + down * h * KEY_PAN, scale })
  }
  const KEYS: Readonly<Record<string, () => void>> = {
    '+': () => zoom(KEY_ZOOM),
    '=': () => zoom(KEY_ZOOM),
    '-': () => zoom(1 / KEY_ZOOM),
    '0': () => fly(HOME),
    Home: () => fly(HOME),
    Enter: told.enter,
  }
  useHeard<KeyboardEvent>(box, ['keydown'], (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    const key = KEYS[event.key]
    if (!arrow && !key) return
    event.preventDefault()
    if (arrow && !told.step(...arrow)) pan(...arrow)
    key?.()
  })
  useHeard<KeyboardEvent>(window, ['keydown'], (event) => {
    if (event.key === 'Escape' && !isOverlaid(event) && !event.defaultPrevented) told.out()
  })
}
