/** What the specs of all kinds of layers share. */

/** 0–255 each. */
export type Rgba = readonly [number, number, number, number]

/** A typed column and the version that its one writer bumps. */
export interface Column<T extends ArrayLike<number>> {
  readonly values: T
  readonly version: number
}

export interface LayerBase {
  readonly id: string
  readonly visible: boolean
  /** A pick returns `{layer, id}` only from pickable layers. */
  readonly pickable: boolean
}
