import { errorMessage } from '#shared/kernel/errors.ts'
import { waitAfter } from '#shared/kernel/time/again.ts'
import { fetchPicture, NoSuchPicture } from '../../raster/picture.ts'
import type { TileAt } from './cover.ts'

/** Kept in memory, those of the view among them. */
const MOST_KEPT = 640
const AT_ONCE = 12

interface Entry {
  readonly at: TileAt
  readonly state: 'loading' | 'ready' | 'failed'
  readonly image?: ImageBitmap
  readonly stop?: AbortController
}

const wordsOf = (failed: number, of: number, why: string): string =>
  `${of} 张瓦片中 ${failed} 张未能载入(${why}),该处画自带底图 / ${failed} of ${of} tiles did not come (${why}); the product’s own ground is drawn there`

/**
 * The pictures of a ground by their place: asked for a few at a time, those that a view left no more, and ever more seldom
 * where they failed. What the ground does not have is not asked for again before it is another. `tell` hears what is
 * missing of the view, null when nothing is any more.
 */
export class Pictures {
  readonly #changed: () => void
  readonly #tell: (message: string | null) => void
  readonly #entries = new Map<string, Entry>()
  /** How often in a row a tile failed. */
  readonly #failures = new Map<string, number>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** What the ground does not have: a gap, or a tile that it should have. */
  readonly #none = new Map<string, 'gap' | 'missing'>()
  #template = ''
  #wanted: readonly TileAt[] = []
  #why = ''
  #told: string | null = null

  constructor(changed: () => void, tell: (message: string | null) => void) {
    this.#changed = changed
    this.#tell = tell
  }

  want(tiles: readonly TileAt[]): void {
    this.#wanted = tiles
    const keys = new Set(tiles.map(({ key }) => key))
    for (const [key, entry] of this.#entries) {
      if (keys.has(key)) continue
      if (entry.state === 'loading' || this.#entries.size > MOST_KEPT) this.#drop(key, entry)
    }
    this.#next()
    this.#say()
  }

  ready(): { readonly at: TileAt; readonly image: ImageBitmap }[] {
    return [...this.#entries.values()].flatMap(({ at, image }) => (image ? [{ at, image }] : []))
  }

  get pending(): boolean {
    return this.#wanted.some((at) => !this.#isSettled(at))
  }

  /** Another ground, or none. */
  reset(url: string): void {
    this.#wanted = []
    for (const [key, entry] of this.#entries) this.#drop(key, entry)
    for (const known of [this.#failures, this.#none]) known.clear()
    this.#template = url
  }

  #isSettled({ key }: TileAt): boolean {
    return this.#none.has(key) || !['loading', undefined].includes(this.#entries.get(key)?.state)
  }

  #isMissing({ key }: TileAt): boolean {
    return this.#none.get(key) === 'missing' || this.#entries.get(key)?.state === 'failed'
  }

  #say(): void {
    if (this.pending) return
    const failed = this.#wanted.filter((at) => this.#isMissing(at)).length
    const words = failed > 0 ? wordsOf(failed, this.#wanted.length, this.#why) : null
    if (words !== this.#told) this.#tell(words)
    this.#told = words
  }

  #next(): void {
    let under = [...this.#entries.values()].filter(({ state }) => state === 'loading').length
    for (const at of this.#wanted) {
      if (under >= AT_ONCE) return
      if (this.#entries.has(at.key) || this.#none.has(at.key)) continue
      this.#load(at)
      under++
    }
  }

  #load(at: TileAt): void {
    const stop = new AbortController()
    this.#entries.set(at.key, { at, state: 'loading', stop })
    const url = this.#template
      .replace('{z}', String(at.z))
      .replace('{x}', String(at.x))
      .replace('{y}', String(at.y))
    fetchPicture(url, { signal: stop.signal }).then(
      (image) => this.#settle(stop, at, image ? { at, state: 'ready', image } : 'gap'),
      (cause: unknown) => {
        if (!stop.signal.aborted) this.#why = errorMessage(cause)
        this.#settle(stop, at, cause instanceof NoSuchPicture ? 'missing' : { at, state: 'failed' })
      },
    )
  }

  #settle(stop: AbortController, { key }: TileAt, outcome: Entry | 'gap' | 'missing'): void {
    const isOurs = this.#entries.get(key)?.stop === stop
    if (!isOurs) return typeof outcome === 'string' ? undefined : outcome.image?.close()
    if (typeof outcome === 'string') {
      this.#entries.delete(key)
      this.#none.set(key, outcome)
    } else this.#entries.set(key, outcome)
    if (typeof outcome !== 'string' && outcome.state === 'failed') this.#waitFor(key)
    else this.#failures.delete(key)
    this.#next()
    this.#say()
    this.#changed()
  }

  #waitFor(key: string): void {
    const failures = (this.#failures.get(key) ?? 0) + 1
    this.#failures.set(key, failures)
    this.#timers.set(
      key,
      setTimeout(() => this.#retry(key), waitAfter(failures)),
    )
  }

  #retry(key: string): void {
    this.#timers.delete(key)
    this.#entries.delete(key)
    this.#next()
    this.#changed()
  }

  #drop(key: string, { image, stop }: Entry): void {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#entries.delete(key)
    stop?.abort()
    image?.close()
  }
}
