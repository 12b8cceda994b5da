import type { Alert } from './answers.ts'

/** An alert as it is kept; `unit` says whose viewer may see it, and is not sent. */
export interface KeptAlert extends Alert {
  readonly unit: string | null
}

/** What is sent of an alert: whose unit it is stays behind. */
export const toSent = ({
  id,
  at,
  severity,
  subject,
  rule,
  place,
  placeName,
  region,
  text,
  count,
  citation,
  dueAt,
}: KeptAlert): Alert => ({
  id,
  at,
  severity,
  subject,
  rule,
  place,
  placeName,
  region,
  text,
  count,
  citation,
  dueAt: dueAt ?? null,
})
