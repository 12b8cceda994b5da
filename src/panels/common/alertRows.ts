import type { Alert } from '#shared/protocol/http.ts'

/** The open warnings of a subject that lie in a set of regions, red before yellow, then the ones with more cases. */
export const warningsOf = (alerts: readonly Alert[], subject: Alert['subject'] | null, inside: (region: string) => boolean): readonly Alert[] => {
  const rank = { red: 0, yellow: 1, green: 2 }
  return alerts
    .filter((alert) => alert.severity !== 'green' && (subject === null || alert.subject === subject) && inside(alert.region))
    .sort((a, b) => rank[a.severity] - rank[b.severity] || b.count - a.count || b.at - a.at)
}
