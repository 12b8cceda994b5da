import { errorMessage } from '#shared/kernel/errors.ts'
import type { Scene } from '@cesium/engine'

const STEPS = ['update', 'prePassesUpdate', 'updateForPass', 'postPassesUpdate'] as const
type Steps = Partial<Record<(typeof STEPS)[number], (...args: unknown[]) => unknown>>

/**
 * Stands between Cesium's drawing loop and every primitive on the scene: one that throws, which would end the loop, is
 * not asked again, and the layer that owns it is told.
 */
export class PrimitiveGuard {
  readonly #broken: (layer: string | null, message: string) => void
  #owner: string | null = null

  constructor(scene: Scene, broken: (layer: string | null, message: string) => void) {
    this.#broken = broken
    const { primitives } = scene
    const add = primitives.add.bind(primitives) as (primitive: object, index?: number) => object
    primitives.add = (primitive: object, index?: number) => add(this.#guarded(primitive, this.#owner), index)
  }

  /** What `work` adds to the scene belongs to this layer. */
  within<T>(layer: string, work: () => T): T {
    const before = this.#owner
    this.#owner = layer
    try {
      return work()
    } finally {
      this.#owner = before
    }
  }

  #guarded(primitive: object, layer: string | null): object {
    const steps = primitive as Steps
    let gone = false
    for (const name of STEPS) {
      const step = steps[name]
      if (typeof step !== 'function') continue
      steps[name] = (...args: unknown[]): unknown => {
        if (gone) return undefined
        try {
          return step.apply(primitive, args)
        } catch (cause) {
          gone = true
          this.#broken(layer, errorMessage(cause))
          return undefined
        }
      }
    }
    return primitive
  }
}
