import type { ScenePanelManifest } from '../../../boards/panel.ts'
import type { WallFrame } from '../../../theme/wall.ts'
import type { VerdictBox } from '../verdicts/box.ts'

/** From the wall's top left, in u. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** What a panel asks of its place. */
export interface Need extends Pick<
  ScenePanelManifest,
  'id' | 'weight' | 'leastRows' | 'aspect' | 'leastWidth' | 'field'
> {
  /** It has no more than a sentence to say here: its neighbours grow. */
  readonly brief?: boolean
}

/** What is to stand on a wall: only panels that have something to say at the open place. */
export interface Asked {
  readonly wall: WallFrame
  readonly widthPx: number
  readonly heightPx: number
  readonly panels: {
    readonly left: readonly Need[]
    readonly right: readonly Need[]
    readonly more: readonly Need[]
  }
  /** Verdicts that the scene asks. */
  readonly cells: number
  /** The open place is the province or a city: its verdicts are larger. */
  readonly isLarge: boolean
  /** Something is selected, or a place is open that has a card of its own. */
  readonly card: boolean
  /** The drawer of an alert is open. */
  readonly drawn: boolean
  /** The time axis is unfolded. */
  readonly unfolded: boolean
}

export interface Placed {
  readonly id: string
  readonly box: Box
}

export interface Column {
  readonly box: Box
  readonly panels: readonly Placed[]
}

/** Widths of what stands beside each other and the gap between two of them, u: no seam lies but in a gap. */
export interface Tracks {
  readonly widths: readonly number[]
  readonly gap: number
}

type CompositionId = 'desk' | 'wide' | 'three' | 'upright' | 'phone'

/** What stands where. */
export interface Composed {
  readonly id: CompositionId
  readonly columns: readonly Column[]
  readonly card: Box | null
  readonly verdicts: {
    readonly at: Box
    readonly cells: VerdictBox
    readonly shown: number
    /** Of a row of them, where it goes over a seam. */
    readonly tracks?: Tracks | null
  }
  /** Where notices, reasons and the scale stand. */
  readonly centre: Box
  /** null: at the foot of the centre. */
  readonly legend: Box | null
  /** The part of the picture that nothing covers. */
  readonly free: Box
  /** Where one screen ends and the next begins. */
  readonly seams: readonly number[]
  /** Of the strip's head and matters, where it goes over a seam. */
  readonly strip?: Tracks | null
  /** Of the top bar, where it goes over more than three screens: one for each of them. */
  readonly bar?: Tracks | null
  /** The columns are a sheet that scrolls. */
  readonly scrolls: boolean
  /** The columns lie over the picture and are called by a button. */
  readonly folds: boolean
  /** Matters in the strip at a time. */
  readonly matters: number
  /** The list of matters stands on this wall: the strip says what just happened instead. */
  readonly happens?: boolean
}

/** One kind of wall: nothing of it is stretched from another. */
export type Composition = (asked: Asked) => Composed
