import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { FenceRow } from '#shared/protocol/http.ts'
import { useApi, useLedgerStore, useRemote, useSessionStore, useViewStore } from '../../state/stores/index.ts'
import type { ReaderContext } from '../layer.ts'

const EVERY_MS = HOUR_MS
const NO_FENCES: readonly FenceRow[] = []

/** 电子围栏 of the open county; again each hour, because routes are the day's. */
export const useFences = ({ isOn }: ReaderContext): (() => readonly FenceRow[]) => {
  const [view, ledger, session] = [useViewStore(), useLedgerStore(), useSessionStore()]
  const county = (): string | null =>
    ledger.view(view.place)?.path.find(({ kind }) => kind === 'county')?.id ?? null
  const read = useRemote(
    () => (isOn() && session.may('view.live') ? county() : null),
    (region, signal) => useApi().fences(region, signal),
    { everyMs: EVERY_MS },
  )
  return () => read.data.value ?? NO_FENCES
}
