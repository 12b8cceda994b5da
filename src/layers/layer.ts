import type { PlaceKind } from '#shared/region/place.ts'
import type { LabelLayer, LayerSpec } from '#shared/scene/layers.ts'
import type { SelectionKind } from '#shared/scene/selection.ts'
import type { DrillState, Intent } from '../projections/drill.ts'
import type { SceneInput, SelectedThing } from '../projections/input.ts'

/** The Chinese and the English words for one thing. */
export interface Words {
  readonly zh: string
  readonly en: string
}
export type Names = LabelLayer['labels']

/** What a layer's reader is handed; anything more comes from the stores. */
export interface ReaderContext {
  /** Id of the top of the viewer's scope. */
  readonly home: string
  /** Whether the open scene draws the layer. */
  readonly isOn: () => boolean
}

/** Name and value of a thing under the pointer, and where it lies, for who lit it by keys. */
export interface HoverWords {
  readonly name: string
  readonly value: string
  readonly at?: readonly [lon: number, lat: number]
}

/** The tables that reports are written into as they come. */
export type LiveTable = 'vehicles' | 'energy'

/** What the legend says of a layer. */
interface LayerLegend {
  readonly id: string
  /** Said before the entries; null where they speak for themselves. */
  readonly title: Words | null
  readonly entries: readonly {
    readonly name: Words
    readonly hex: string
    readonly dashed?: boolean
    /** How many of the kind are drawn. */
    readonly count?: number
  }[]
  /** The picture is told in these alone: the classes of the index are left out. */
  readonly insteadOfClasses?: true
}

/**
 * A drawable layer (图层): all that the picture, the pointer, the legend and the address know of it. One file
 * `src/layers/<name>/layer.ts` exports it; nothing else lists it. All but `read` are pure functions.
 */
export interface LayerDefinition<Data = unknown> {
  /** The folder's name, by which scenes name it. */
  readonly id: string
  /**
   * Ids of what it draws, each with its name for where it is not wholly drawn. What follows a space in an id
   * tells several of a kind apart.
   */
  readonly parts: Readonly<Record<string, Words>>
  /** The name of one of several of a kind. */
  partName?(part: string): Words
  /** Where it lies in the picture, ascending from the ground; names lie over everything. */
  readonly level: number | ((input: SceneInput) => number)
  /** Engines that draw it; map and globe where it is left out. */
  readonly engines?: readonly SceneInput['engine'][]
  /** Scenes that draw it without naming it: all of them, or those of these ids; none where it is left out. */
  readonly scenes?: 'all' | readonly string[]
  /** Draws though the scene does not, for what is selected. */
  alsoIn?(input: SceneInput): boolean
  /** What it reads for itself: `none` until then. `use` is called once, where a component is set up, and may use stores. */
  readonly read?: { readonly none: Data; use(context: ReaderContext): () => Data }
  /** From the bottom up; `names` gathers what all layers of the picture are to be named. */
  draw(input: SceneInput, data: Data, names: () => Names): readonly LayerSpec[]
  /** What it adds to the one sheet of names. */
  names?(input: SceneInput, data: Data): Names
  /** The live table with whose reports alone it changes, and is then drawn anew by itself: the same ids in the same order. */
  readonly moves?: LiveTable
  /** What a click on one of its things means; nothing where it is left out. */
  pick?(id: string, state: DrillState): Intent
  /** A click means the same while the open place is still being read. */
  readonly needsNoPlace?: true
  /** What is lit where the pointer is on `id`: itself where it is left out. */
  light?(id: string, state: DrillState): { readonly layer: string; readonly id: string } | null
  /** Kinds of places that arrow keys light, by the part that shows them. */
  readonly lights?: Readonly<Partial<Record<PlaceKind, string>>>
  /** Name and value of a thing under the pointer. */
  hover?(id: string, input: SceneInput, data: Data): HoverWords | null
  legend?(input: SceneInput, data: Data): LayerLegend | null
  /** Kinds of selection that a pick of it makes. */
  readonly selects?: readonly SelectionKind[]
  /** What is selected once one of its selections is left: nothing where it is left out. */
  out?(selection: SelectedThing): SelectedThing | null
}

/** Defines a layer; the definition is checked with its own data, lists hold it without. */
export const layer = <Data>(definition: LayerDefinition<Data>): LayerDefinition =>
  definition as LayerDefinition

/** What a layer has read. */
export const dataOf = ({ id, read }: LayerDefinition, input: Pick<SceneInput, 'read'>): unknown =>
  input.read[id] ?? read?.none

/** The layer that draws what has this id; undefined for what no layer draws. */
export const layerOf = (layers: readonly LayerDefinition[], part: string): LayerDefinition | undefined => {
  const [kind = ''] = part.split(' ')
  return layers.find(({ parts }) => Object.hasOwn(parts, kind))
}
