import type { IndexId, Ramp } from '#shared/indices/indices.ts'
import type { Line, Part, Better } from '#shared/indices/verdict.ts'
import type { Permission } from '#shared/kernel/roles.ts'
import type { Printed } from '../i18n/rates.ts'
import type { Why } from '../state/stores/index.ts'

/** The Chinese and the English words for one thing. */
interface Words {
  readonly zh: string
  readonly en: string
}

/** The months behind a verdict: a gap where one was not kept. */
export interface MonthPoint {
  /** `YYYY-MM`. */
  readonly month: string
  readonly value: number | null
  /** A platform counted it: it was not kept here. */
  readonly handed?: boolean
}

/** What a verdict reads of the open place, and what it says of it. */
export interface Told {
  readonly state: 'loading' | 'error' | 'refused' | 'not-kept' | 'ready'
  /** Of what place it tells: the open one, or the region that it lies in. */
  readonly of: string
  /** What it counts, as everywhere else that counts it. */
  readonly subject: string
  /** What its parts count, where that is not the same: how their year will end. */
  readonly partSubject?: string
  readonly value: number | null
  /** What the line is held against, where it is not the figure itself: how the year will end. */
  readonly judged?: number | null
  readonly decimals: number
  readonly printed: Printed
  /** What it is of, with its unit: `1,228/102,366 间`; empty where there is nothing to say. */
  readonly counts: string
  /** The same as amounts, where it is a share; null where it is none. */
  readonly share: { readonly part: number; readonly base: number; readonly unit: string } | null
  /** n for the judgement; null where it is of no count. */
  readonly n: number | null
  readonly line: Line
  /** The last months that were kept, oldest first; null while they are read, or where nobody keeps them. */
  readonly months: readonly MonthPoint[] | null
  /** Since which day months are kept; null where nobody keeps them. */
  readonly since: string | null
  /** Said in place of change and line, where those would not answer the question. */
  readonly beside?: readonly string[]
  readonly parts: readonly Part[]
  /** A part's figure, as it is printed. */
  readonly printPart: (part: Part) => Printed
  readonly why: () => Why
  readonly retry: () => void
}

/** One question of a scene, and how it is answered. */
export interface VerdictDefinition {
  readonly id: string
  readonly question: Words
  /** One word for the head of a table; its index's where it is left out. */
  readonly short?: Words
  /** The scenes that ask it, each with its place among the scene's verdicts, from the left, ascending. */
  readonly scenes: Readonly<Record<string, number>>
  readonly better: Better
  /** Hidden from roles that the server would refuse; null for everyone. */
  readonly needs: Permission | null
  /** Tells of whole regions alone: left out for a unit's viewer, whom the server would refuse. */
  readonly wholeRegions?: true
  /** The index that is shown with the worst place. */
  readonly index?: IndexId
  /** Its colours, where no index has them. */
  readonly ramp?: Ramp
  /** Its words for a kept, a slightly and a gravely missed line; 达标, 略超, 严重 where they are left out. */
  readonly words?: Readonly<Partial<Record<'kept' | 'slight' | 'severe', Words>>>
  /** Called once where a cell is set up: what it reads then is answered by the getter. */
  readonly use: (asked: { readonly place: () => string; readonly region: () => string }) => () => Told
}

/** Defines a verdict: one file `src/boards/<subject>/verdicts/<name>.ts` exports it, and nothing else lists it. */
export const verdict = <const D extends VerdictDefinition>(definition: D): D => definition
