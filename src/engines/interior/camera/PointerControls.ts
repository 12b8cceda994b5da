import type { CameraRig } from './CameraRig.ts'

/** Degrees a CSS pixel of drag turns. */
const TURN_DEG_PX = 0.28
/** A press that moved less than this is a click. */
const CLICK_PX = 5
const WHEEL_STEP = 0.0014

export interface PointerWishes {
  readonly click: (xPx: number, yPx: number) => void
  /** Whether a name that can be chosen stands there. */
  readonly isNamed: (xPx: number, yPx: number) => boolean
  readonly point: (xPx: number, yPx: number) => void
  readonly leave: () => void
  readonly moved: () => void
  /** Place (east, north) at the height of the target under a pixel; null above the horizon. */
  readonly placeAt: (xPx: number, yPx: number) => readonly [number, number] | null
}

interface Touch {
  x: number
  y: number
}

/** Left drag or one finger turns; right drag, shift drag or two fingers move; wheel and pinch come nearer. */
export class PointerControls {
  readonly #element: HTMLElement
  readonly #rig: CameraRig
  readonly #wishes: PointerWishes
  readonly #abort = new AbortController()
  readonly #down = new Map<number, Touch>()
  #travelPx = 0
  #speed: readonly [number, number] = [0, 0]
  #lastMs = 0

  constructor(element: HTMLElement, rig: CameraRig, wishes: PointerWishes) {
    this.#element = element
    this.#rig = rig
    this.#wishes = wishes
    const options = { signal: this.#abort.signal }
    element.addEventListener('pointerdown', (event) => this.#press(event), options)
    element.addEventListener('pointermove', (event) => this.#move(event), options)
    element.addEventListener('pointerup', (event) => this.#release(event, true), options)
    element.addEventListener('pointercancel', (event) => this.#release(event, false), options)
    element.addEventListener('pointerleave', () => wishes.leave(), options)
    element.addEventListener('contextmenu', (event) => event.preventDefault(), options)
    element.addEventListener('wheel', (event) => this.#wheel(event), { ...options, passive: false })
    element.style.touchAction = 'none'
  }

  dispose(): void {
    this.#abort.abort()
  }

  #at(event: MouseEvent): Touch {
    const box = this.#element.getBoundingClientRect()
    const scale = this.#element.clientWidth / (box.width || 1)
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale }
  }

  #press(event: PointerEvent): void {
    if (this.#down.size === 0) this.#travelPx = 0
    this.#down.set(event.pointerId, this.#at(event))
    this.#speed = [0, 0]
    this.#lastMs = event.timeStamp
    this.#rig.grab()
    if (event.isTrusted) this.#element.setPointerCapture(event.pointerId)
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event)
    const before = this.#down.get(event.pointerId)
    if (!before) return this.#wishes.point(at.x, at.y)
    const [dx, dy] = [at.x - before.x, at.y - before.y]
    this.#travelPx += Math.hypot(dx, dy)
    if (this.#down.size === 2) this.#pinch(event.pointerId, before, at)
    else if (event.shiftKey || event.ctrlKey || (event.buttons & 6) !== 0) this.#rig.pan(dx, dy)
    else this.#turn(dx, dy, event.timeStamp)
    this.#down.set(event.pointerId, at)
    this.#wishes.moved()
  }

  #turn(dx: number, dy: number, ms: number): void {
    const [bearing, pitch] = [dx * TURN_DEG_PX, -dy * TURN_DEG_PX]
    this.#rig.turn(bearing, pitch)
    const seconds = Math.max(0.004, (ms - this.#lastMs) / 1000)
    this.#speed = [bearing / seconds, pitch / seconds]
    this.#lastMs = ms
  }

  #pinch(id: number, before: Touch, at: Touch): void {
    const other = [...this.#down].find(([pointer]) => pointer !== id)![1]
    const [was, is] = [
      Math.hypot(before.x - other.x, before.y - other.y),
      Math.hypot(at.x - other.x, at.y - other.y),
    ]
    const middle = this.#wishes.placeAt((at.x + other.x) / 2, (at.y + other.y) / 2)
    if (was > 1 && is > 1) this.#rig.zoom(was / is, middle)
    this.#rig.pan((at.x - before.x) / 2, (at.y - before.y) / 2)
  }

  #release(event: PointerEvent, click: boolean): void {
    if (!this.#down.delete(event.pointerId) || this.#down.size > 0) return
    const at = this.#at(event)
    if (click && this.#travelPx < CLICK_PX) return this.#click(at)
    const thrown = !this.#rig.calm && event.timeStamp - this.#lastMs < 60 && this.#travelPx >= CLICK_PX
    if (thrown) this.#rig.throwTurn(clampSpeed(this.#speed[0]), clampSpeed(this.#speed[1]), performance.now())
    this.#wishes.moved()
  }

  /** Who walks goes there; elsewhere, and on a name, it is chosen. */
  #click({ x, y }: Touch): void {
    if (this.#wishes.isNamed(x, y) || !this.#rig.walkTo(x, y)) this.#wishes.click(x, y)
    else this.#wishes.moved()
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const pixels = event.deltaMode === 1 ? event.deltaY * 32 : event.deltaY
    const at = this.#at(event)
    this.#rig.grab()
    this.#rig.zoom(
      Math.exp(Math.max(-300, Math.min(300, pixels)) * WHEEL_STEP),
      this.#wishes.placeAt(at.x, at.y),
    )
    this.#wishes.moved()
  }
}

const clampSpeed = (speed: number): number => Math.max(-160, Math.min(160, speed))
