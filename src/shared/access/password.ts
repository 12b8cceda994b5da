/** GB/T 22239-2019 8.1.4.1 a): complexity and regular change of identification data; the numbers are 本系统口径. */
export const PASSWORD_MIN_LENGTH = 10
export const PASSWORD_HISTORY = 5
/** After this age the account must choose another password before anything else. */
const PASSWORD_MAX_AGE_DAYS = 90

export type PasswordFault = 'too-short' | 'too-simple' | 'contains-name' | 'used-before'

const CLASSES = [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]

/** Why a password may not be chosen; empty when it may. `used-before` is judged by the server, which has the hashes. */
export const passwordFaults = (password: string, accountName: string): PasswordFault[] => {
  const faults: PasswordFault[] = []
  if ([...password].length < PASSWORD_MIN_LENGTH) faults.push('too-short')
  if (CLASSES.filter((part) => part.test(password)).length < 3) faults.push('too-simple')
  if (accountName.length > 0 && password.toLowerCase().includes(accountName.toLowerCase())) faults.push('contains-name')
  return faults
}

/** Whole days until a change is due; zero or less means now. */
export const passwordDueInDays = (changedAt: number, now: number): number => PASSWORD_MAX_AGE_DAYS - Math.floor((now - changedAt) / 86_400_000)
