import type { VehicleSums } from './sums.ts'

type Judged = Pick<VehicleSums, 'judged' | 'faults'>

/** Trips without a finding of those that were compared with their tracks, per cent; null where none was. 本系统口径 [D]. */
export const tripsCleanOf = ({ judged, faults }: Judged): number | null =>
  judged > 0 ? (1 - faults / judged) * 100 : null
