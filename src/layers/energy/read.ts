import { shallowRef, watch, type ShallowRef } from 'vue'
import { useApi, useClock, useRemote, useReplayStore, useTables } from '../../state/stores/index.ts'
import type { ReaderContext } from '../layer.ts'
import { NO_SITES, type EnergySite } from './draw.ts'

/** Buildings that send readings, read once when a scene first shows them. */
const useSites = ({ home, isOn }: ReaderContext): ShallowRef<readonly EnergySite[]> => {
  const sites = shallowRef(NO_SITES)
  watch(
    isOn,
    (wanted) => {
      if (wanted && sites.value.length === 0)
        void useApi()
          .energyBuildings(home)
          .then((rows) => (sites.value = rows))
          .catch(() => undefined)
    },
    { immediate: true },
  )
  return sites
}

/** What the buildings drew at the instant that is replayed goes into the table of the past; nothing is drawn before it came. */
export const useEnergySites = (context: ReaderContext): (() => readonly EnergySite[]) => {
  const sites = useSites(context)
  const replay = useReplayStore()
  const { pastEnergy } = useTables()
  const past = useRemote(
    () => (replay.active && context.isOn() ? context.home : null),
    (region, signal, at) =>
      at === undefined ? Promise.resolve(null) : useApi().energyBuildings(region, signal, at),
    { past: 'quarter' },
  )
  watch(past.data, (rows) => pastEnergy.fill(rows ?? [], useClock().now()), { flush: 'sync' })
  return () => (replay.active && !past.data.value ? NO_SITES : sites.value)
}
