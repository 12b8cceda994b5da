import { DAY_MS } from '../kernel/time/time.ts'
/** GB/T 22239-2019 8.1.4.1 a): complexity and regular change of identification data; the numbers are 本系统口径. */
export const PASSWORD_MIN_LENGTH = 10
export const PASSWORD_HISTORY = 5
/** A password stays so long, so that nobody runs through the history to have the old one back. */
const PASSWORD_MIN_AGE_DAYS = 1
/** From so many days before it is due the screen says so. */
export const PASSWORD_WARN_DAYS = 14
/** After this age the account must choose another password before anything else. */
const PASSWORD_MAX_AGE_DAYS = 90

export type PasswordFault = 'too-short' | 'too-simple' | 'contains-name' | 'used-before' | 'too-young'

const CLASSES = [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]

/** Why a password may not be chosen; empty when it may. `used-before` and `too-young` are judged by the server. */
export const passwordFaults = (password: string, accountName: string): PasswordFault[] => {
  const faults: PasswordFault[] = []
  if ([...password].length < PASSWORD_MIN_LENGTH) faults.push('too-short')
  if (CLASSES.filter((part) => part.test(password)).length < 3) faults.push('too-simple')
  if (accountName.length > 0 && password.toLowerCase().includes(accountName.toLowerCase()))
    faults.push('contains-name')
  return faults
}

/** Whole days until a change is due; zero or less means now. */
export const passwordDueInDays = (changedAt: number, now: number): number =>
  PASSWORD_MAX_AGE_DAYS - Math.floor((now - changedAt) / DAY_MS)

/** Whether a password was changed so lately that it stays; one that must be changed is never too young. */
export const passwordTooYoung = (changedAt: number, now: number): boolean =>
  now - changedAt < PASSWORD_MIN_AGE_DAYS * DAY_MS
