import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

/** 8.1.4.1 b of GB/T 22239-2019 as 本系统口径: five tries, a quarter of an hour; delays by name up to a minute. */
export const SIGN_IN_RULES = {
  failuresBeforeLock: 5,
  lockMs: 15 * MINUTE_MS,
  /** A name's failures from anywhere that cost no wait. */
  freeOfDelay: 5,
  longestDelayMs: MINUTE_MS,
  /** After so long without a guess a name starts anew. */
  nameForgetsMs: HOUR_MS,
  /** From so many on the guesses at one name are an alarm. */
  alarmFrom: 10,
} as const

interface AddressCount {
  readonly failures: number
  readonly lastAt: EpochMs
  readonly lockedUntil: EpochMs | null
}
export interface NameCount {
  readonly failures: number
  readonly lastAt: EpochMs
  /** Before then no guess from an unknown address is looked at. */
  readonly nextAt: EpochMs
}
/** What is known of a name before its password is looked at. */
export interface Guesses {
  readonly atAddress: AddressCount | null
  readonly ofName: NameCount | null
  /** The account has signed in from this address before: others' guesses do not delay it. */
  readonly known: boolean
}
type Verdict =
  | { readonly kind: 'locked'; readonly until: EpochMs }
  | { readonly kind: 'wait'; readonly until: EpochMs }
  /** `failures` counts this one, should it fail, at the address and by name. */
  | { readonly kind: 'try'; readonly here: AddressCount; readonly name: NameCount }

/** 0 for the first five, then a second that doubles up to a minute. */
export const delayAfter = (failures: number): DurationMs => {
  const over = failures - SIGN_IN_RULES.freeOfDelay
  return over <= 0 ? 0 : Math.min(1000 * 2 ** Math.min(over - 1, 10), SIGN_IN_RULES.longestDelayMs)
}

/**
 * Whether a password may be looked at now. The failure is counted before, so that guesses at the same time do not pass:
 * a success takes it back. A name locked from one address is open from every other, so that nobody is locked out by others.
 */
export const judgeAttempt = ({ atAddress, ofName, known }: Guesses, now: EpochMs): Verdict => {
  const { failuresBeforeLock, lockMs, nameForgetsMs } = SIGN_IN_RULES
  if (atAddress?.lockedUntil && atAddress.lockedUntil > now)
    return { kind: 'locked', until: atAddress.lockedUntil }
  if (!known && ofName && ofName.nextAt > now) return { kind: 'wait', until: ofName.nextAt }
  const stale = !atAddress || atAddress.lockedUntil !== null || now - atAddress.lastAt > lockMs
  const failures = (stale ? 0 : atAddress.failures) + 1
  const named = (ofName && now - ofName.lastAt <= nameForgetsMs ? ofName.failures : 0) + 1
  return {
    kind: 'try',
    here: { failures, lastAt: now, lockedUntil: failures >= failuresBeforeLock ? now + lockMs : null },
    name: { failures: named, lastAt: now, nextAt: Math.max(ofName?.nextAt ?? 0, now + delayAfter(named)) },
  }
}

/** Failures of one address in the last minute, whatever the name; successes count for nothing. */
export const makeAddressLimit = (limit: number, clock: () => EpochMs) => {
  const windowMs: DurationMs = MINUTE_MS
  const failed = new Map<string, EpochMs[]>()
  const trying = new Map<string, number>()
  const recent = (address: string): EpochMs[] => {
    const since = clock() - windowMs
    const left = (failed.get(address) ?? []).filter((at) => at > since)
    if (left.length === 0) failed.delete(address)
    else failed.set(address, left)
    return left
  }
  return {
    /** Too many failed; where none did, `enter` is false only while as many are under way. */
    isSpent: (address: string): boolean => recent(address).length >= limit,
    /** False where too many failed; else the attempt counts until `done`. */
    enter: (address: string): boolean => {
      const under = trying.get(address) ?? 0
      if (recent(address).length + under >= limit) return false
      trying.set(address, under + 1)
      return true
    },
    done: (address: string, failure: boolean): void => {
      const under = (trying.get(address) ?? 1) - 1
      if (under > 0) trying.set(address, under)
      else trying.delete(address)
      if (failure) failed.set(address, [...recent(address), clock()])
    },
    sweep: (): void => {
      for (const address of failed.keys()) recent(address)
    },
  }
}
