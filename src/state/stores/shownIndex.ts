import { computed, type ComputedRef } from 'vue'
import { spread } from '#shared/indices/breaks.ts'
import { INDICES, type IndexDefinition, type IndexId } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { useLedgerStore } from './remote/ledger.ts'
import { coalInForce } from './remote/standards.ts'
import { useViewStore } from './view.ts'

/** The indices with the breaks that this screen colours by: their own, or quantiles of the counties where those stand in one class. */
export const useShownIndices = (): ComputedRef<(id: IndexId) => IndexDefinition> => {
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
          index,
          counties.map((m) => index.value(m, view.basis, coalInForce())),
        ),
      ]),
    )
    return (id) => shown.get(id) as IndexDefinition
  })
}
