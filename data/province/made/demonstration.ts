import type { CollectionName, RecordOf } from '#shared/protocol/platform.ts'
import type { CountyContext } from '../housing/context.ts'
import type { CountyCore } from '../Province.ts'

/** How the demonstration's records of one collection are made, county by county. */
export interface Demonstration<C extends CollectionName = CollectionName> {
  readonly of: C
  /** Made around "today": a new edition is opened each civil day. */
  readonly daily?: true
  /** From what is made together of the county; the same records whenever it is called. */
  make(context: CountyContext, county: CountyCore): readonly RecordOf<C>[]
}

/** Defines it, in `data/province/<subject>/collections/<name>.ts`, where it is found by its folder. */
export const demonstration = <const C extends CollectionName>(of: Demonstration<C>): Demonstration<C> => of
