import type { TileAt } from './cover.ts'

/** Kept in memory, those of the view among them. */
const MOST_KEPT = 640
const AT_ONCE = 12
/** What failed is asked for again after this. */
const AGAIN_MS = 30_000

interface Entry {
  readonly at: TileAt
  readonly state: 'loading' | 'ready' | 'gap' | 'failed'
  readonly image?: ImageBitmap
  readonly stop?: AbortController
}

const fetchPicture = async (url: string, signal: AbortSignal): Promise<ImageBitmap | null> => {
  const answer = await fetch(url, { signal })
  if (answer.status === 204) return null
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  return createImageBitmap(new Blob([await answer.arrayBuffer()]))
}

const wordsOf = (failed: number, of: number, why: string): string =>
  `${of} 张瓦片中 ${failed} 张未能载入(${why}),该处画自带底图 / ${failed} of ${of} tiles did not come (${why}); the product’s own ground is drawn there`

/**
 * The pictures of a ground by their place: asked for a few at a time, those that a view left no more, and again after a
 * while where they failed. `tell` hears what is missing of the view, null when nothing is any more.
 */
export class Pictures {
  readonly #changed: () => void
  readonly #tell: (message: string | null) => void
  readonly #entries = new Map<string, Entry>()
  #template = ''
  #wanted: readonly TileAt[] = []
  #why = ''
  #told: string | null = null
  #again: ReturnType<typeof setTimeout> | undefined

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
    clearTimeout(this.#again)
    this.#again = undefined
    this.#wanted = []
    for (const [key, entry] of this.#entries) this.#drop(key, entry)
    this.#template = url
  }

  #isSettled({ key }: TileAt): boolean {
    return !['loading', undefined].includes(this.#entries.get(key)?.state)
  }

  #say(): void {
    if (this.pending) return
    const failed = this.#wanted.filter(({ key }) => this.#entries.get(key)?.state === 'failed').length
    const words = failed > 0 ? wordsOf(failed, this.#wanted.length, this.#why) : null
    if (words !== this.#told) this.#tell(words)
    this.#told = words
  }

  #next(): void {
    let under = [...this.#entries.values()].filter(({ state }) => state === 'loading').length
    for (const at of this.#wanted) {
      if (under >= AT_ONCE) return
      if (this.#entries.has(at.key)) continue
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
    fetchPicture(url, stop.signal).then(
      (image) => this.#settle(stop, image ? { at, state: 'ready', image } : { at, state: 'gap' }),
      (cause: unknown) => {
        if (!stop.signal.aborted) this.#why = cause instanceof Error ? cause.message : String(cause)
        this.#settle(stop, { at, state: 'failed' })
      },
    )
  }

  #settle(stop: AbortController, entry: Entry): void {
    const { at, image } = entry
    if (this.#entries.get(at.key)?.stop !== stop) return image?.close()
    this.#entries.set(at.key, entry)
    if (entry.state === 'failed') this.#again ??= setTimeout(() => this.#retry(), AGAIN_MS)
    this.#next()
    this.#say()
    this.#changed()
  }

  #retry(): void {
    this.#again = undefined
    for (const [key, { state }] of this.#entries) if (state === 'failed') this.#entries.delete(key)
    this.#next()
    this.#changed()
  }

  #drop(key: string, { image, stop }: Entry): void {
    this.#entries.delete(key)
    stop?.abort()
    image?.close()
  }
}
