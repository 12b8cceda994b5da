import type { DrawnRoad } from '#shared/protocol/http.ts'
import { depthOf } from '#shared/region/place.ts'
import type { LateReading, Stores } from '../late/read.ts'
import type { ReaderContext } from '../layer.ts'
import { drawnRoads } from './draw.ts'

const NONE: readonly DrawnRoad[] = []

/** Trunk roads of the whole scope, and within the open city or county what is seen from so near. */
export const use = (
  { home, isOn }: ReaderContext,
  { useApi, useLedgerStore, useRemote, useSessionStore, useViewStore }: Stores,
): LateReading => {
  const [view, ledger, session] = [useViewStore(), useLedgerStore(), useSessionStore()]
  const may = (): boolean => isOn() && session.may('view.live')
  /** The region that is open below the top, with the detail that it is seen at. */
  const open = (): string | null => {
    const within = ledger.view(view.place)?.path.filter(({ kind }) => depthOf(kind) <= 2) ?? []
    const last = within.at(-1)
    return may() && last && last.id !== home && last.kind !== 'province'
      ? `${last.id} ${last.kind === 'city' ? 'main' : 'street'}`
      : null
  }
  const far = useRemote(
    () => (may() && ledger.view(view.place) ? home : null),
    (region, signal) => useApi().roads({ region, detail: 'trunk' }, signal),
    { past: 'itself', name: 'roads-far' },
  )
  const near = useRemote(
    open,
    (key, signal) => {
      const [region, detail] = key.split(' ') as [string, 'main' | 'street']
      return useApi().roads({ region, detail }, signal)
    },
    { past: 'itself', name: 'roads-near' },
  )
  return {
    drawing: () => drawnRoads(far.data.value ?? NONE, near.data.value ?? NONE),
    error: () => far.error.value ?? near.error.value,
    reload: () => {
      for (const roads of [far, near]) if (roads.error.value) roads.reload()
    },
  }
}
