import { DAY_MS } from '../kernel/time/time.ts'
import type { Alert } from './answers.ts'
import type { EpochMs } from '../kernel/units.ts'

const RANK = { red: 0, yellow: 1, info: 2, green: 3 } as const
type Ranked = Pick<Alert, 'id' | 'severity' | 'count' | 'at' | 'dueAt'>

/** Whole days since its time for mending ran out; 0 while it has not. */
export const overdueDays = ({ dueAt }: Pick<Alert, 'dueAt'>, now: EpochMs): number =>
  dueAt === null || dueAt === undefined || dueAt > now ? 0 : Math.max(1, Math.ceil((now - dueAt) / DAY_MS))

/** Someone must act on it. */
export const isCalling = ({ severity }: Pick<Alert, 'severity'>): boolean =>
  severity === 'red' || severity === 'yellow'

/** The one order in which every surface shows alerts: gravest first, then longest overdue, then most cases, then newest. */
export const alertOrder =
  (now: EpochMs) =>
  (a: Ranked, b: Ranked): number =>
    RANK[a.severity] - RANK[b.severity] ||
    overdueDays(b, now) - overdueDays(a, now) ||
    b.count - a.count ||
    b.at - a.at ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
