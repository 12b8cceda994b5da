import type { EngineEvents } from './SceneEngine.ts'

type Listener<E extends keyof EngineEvents> = (payload: EngineEvents[E]) => void

/** The events of one engine. A listener that throws is reported to the console and stops nobody else. */
export class Emitter {
  #listeners = new Map<keyof EngineEvents, Set<Listener<never>>>()

  on<E extends keyof EngineEvents>(event: E, listener: Listener<E>): () => void {
    const set = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, set)
    set.add(listener as Listener<never>)
    return () => void set.delete(listener as Listener<never>)
  }

  emit<E extends keyof EngineEvents>(event: E, payload: EngineEvents[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        ;(listener as Listener<E>)(payload)
      } catch (cause) {
        reportError(new Error(`a listener of the engine event "${String(event)}" failed`, { cause }))
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
