import { ALERT_RULES, type AlertDraft } from '#shared/supervision/alert.ts'
import type { KeptAlert } from '#shared/supervision/kept.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { serial } from '../../common/jobs.ts'
import type { AlertBook } from '../../common/ports/alerts.ts'
import type { Alerts } from './alertRows.ts'

const same = (a: KeptAlert, b: AlertDraft): boolean =>
  a.severity === b.severity &&
  a.count === b.count &&
  a.text.zh === b.text.zh &&
  a.region === b.region &&
  a.placeName === b.placeName &&
  a.unit === b.unit &&
  (a.dueAt ?? null) === (b.dueAt ?? null)

/** What is open now, in memory and in the database alike. */
export const makeAlertBook = (store: Alerts, clock: Clock): AlertBook => {
  const open = new Map<string, KeptAlert>()
  const listeners: ((alerts: readonly KeptAlert[]) => void)[] = []
  const turn = serial()

  const keep = (draft: AlertDraft): KeptAlert => {
    const rule = ALERT_RULES[draft.rule]
    const before = open.get(draft.id)
    const graver = before !== undefined && before.severity !== 'red' && draft.severity === 'red'
    return {
      ...draft,
      subject: rule.subject,
      citation: rule.citation,
      at: before && !graver ? before.at : clock(),
    }
  }

  const reconcile = async (
    mine: (alert: KeptAlert) => boolean,
    drafts: readonly AlertDraft[],
  ): Promise<void> => {
    const wanted = new Set(drafts.map(({ id }) => id))
    const raised = drafts
      .filter((draft) => {
        const before = open.get(draft.id)
        return before === undefined || !same(before, draft)
      })
      .map(keep)
    const ended = [...open.values()].filter((alert) => !wanted.has(alert.id) && mine(alert))
    if (raised.length + ended.length === 0) return
    await store.save(
      raised,
      ended.map(({ id }) => id),
      clock(),
    )
    for (const alert of raised) open.set(alert.id, alert)
    for (const alert of ended) open.delete(alert.id)
    const told = [...raised, ...ended.map((alert) => ({ ...alert, severity: 'green' as const, count: 0 }))]
    for (const listener of listeners) listener(told)
  }

  return {
    load: async () => {
      await store.forgetAhead(clock())
      open.clear()
      for (const alert of await store.open()) open.set(alert.id, alert)
    },
    reconcile: (mine, drafts) => turn(() => reconcile(mine, drafts)),
    onChange: (listener) => listeners.push(listener),
    open: () => [...open.values()],
  }
}
