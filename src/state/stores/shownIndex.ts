import { computed, type ComputedRef } from 'vue'
import { heldTo, spread, type ShownIndex } from '#shared/indices/breaks.ts'
import { INDICES, type IndexId } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { useLedgerStore } from './remote/ledger.ts'
import { coalInForce, referenceInForce } from './remote/standards.ts'
import { useViewStore } from './view.ts'

/** The indices with the breaks that this screen colours by: held to the reference in force, by quantiles of the counties where those stand in one class. */
export const useShownIndices = (): ComputedRef<(id: IndexId) => ShownIndex> => {
  const ledger = useLedgerStore()
  const view = useViewStore()
  return computed(() => {
    void ledger.version
    const counties = ledger.regions
      .filter(({ kind }) => kind === 'county')
      .map(({ measures }) => measuresFromArray(measures))
    const shown = new Map(
      INDICES.map((index) => [
        index.id,
        spread(
          heldTo(index, referenceInForce(index)),
          counties.map((m) => index.value(m, view.basis, coalInForce())),
        ),
      ]),
    )
    return (id) => shown.get(id) as ShownIndex
  })
}
