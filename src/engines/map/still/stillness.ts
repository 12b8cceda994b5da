/**
 * What a frame does with the layers beneath those that move: it draws them, draws and keeps the picture of them, or shows
 * the picture that was kept.
 */
export type StillAct = 'draw' | 'keep' | 'show'

/**
 * When the picture of what does not move is worth keeping: the second time in a row that the same is to be drawn. While the
 * camera moves or layers change each frame is another one, and nothing is kept.
 */
export class Stillness {
  #last = ''
  #kept = ''
  #act: StillAct | null = null

  /** Asked by each layer of a frame; `key` tells all that the picture depends on. */
  act(key: () => string): StillAct {
    if (this.#act !== null) return this.#act
    const now = key()
    const act = now === this.#kept ? 'show' : now === this.#last ? 'keep' : 'draw'
    this.#last = now
    if (act === 'keep') this.#kept = now
    return (this.#act = act)
  }

  /** What the frame under way was told; a layer beneath asked before. */
  get now(): StillAct {
    return this.#act ?? 'draw'
  }

  /** The frame is over. */
  end(): void {
    this.#act = null
  }
}
