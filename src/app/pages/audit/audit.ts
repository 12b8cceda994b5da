import { DAY_MS } from '#shared/kernel/time/time.ts'
import { useI18n } from 'vue-i18n'
import { startOfDay } from '#shared/kernel/units.ts'
import type { AuditAsked } from '../../../connectors/api.ts'

export interface AuditFilterForm {
  account: string
  event: string
  outcome: '' | 'ok' | 'refused' | 'failed'
  /** Civil days, both included; empty for no bound. */
  since: string
  until: string
}
export const NO_FILTER: AuditFilterForm = { account: '', event: '', outcome: '', since: '', until: '' }

/** What the form asks the server; empty fields ask nothing. */
export const askedOf = ({ account, event, outcome, since, until }: AuditFilterForm): AuditAsked => ({
  account: account.trim() || undefined,
  event: event.trim() || undefined,
  outcome: outcome || undefined,
  from: since ? startOfDay(since) : undefined,
  to: until ? startOfDay(until) + DAY_MS - 1 : undefined,
})

/** Dots part a key of messages: `room.edit` is said by `room-edit`; an unknown event stands as it is. */
export const useEventText = (): ((event: string) => string) => {
  const { t, te } = useI18n()
  return (event) => {
    const key = `audit.events.${event.replaceAll('.', '-')}`
    return te(key) ? t(key) : event
  }
}

const words = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? Object.entries(value)
        .map(([name, inner]) => `${name} ${words(inner)}`)
        .join(', ')
    : String(value)

/** A change is kept as JSON: its fields are said one after another, anything else as it stands. */
export const detailText = (detail: string | null): string => {
  if (!detail?.startsWith('{')) return detail ?? '—'
  try {
    return words(JSON.parse(detail))
  } catch {
    return detail
  }
}

/** Hands a file to the person; the address behind it lives for this one click. */
export const saveFile = (octets: ArrayBuffer, name: string): void => {
  const url = URL.createObjectURL(new Blob([octets], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
