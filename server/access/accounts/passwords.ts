import { randomBytes, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { PASSWORD_HISTORY, passwordFaults, type PasswordFault } from '#shared/access/password.ts'

/** argon2id with the parameters of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> =>
  hash(password.normalize('NFKC'), PARAMETERS)

let decoy: Promise<string> | undefined

/** Takes the same time whether the account exists or not. */
export const checkPassword = async (stored: string | null, password: string): Promise<boolean> => {
  const matches = await verify(
    stored ?? (await (decoy ??= hashPassword(randomBytes(16).toString('hex')))),
    password.normalize('NFKC'),
  )
  return stored !== null && matches
}

/** Why a new password is refused; `history` holds the last hashes, newest first. */
export const newPasswordFaults = async (
  password: string,
  accountName: string,
  history: readonly string[],
): Promise<PasswordFault[]> => {
  const faults = passwordFaults(password, accountName)
  const matches = await Promise.all(
    history.slice(0, PASSWORD_HISTORY).map((old) => verify(old, password.normalize('NFKC'))),
  )
  return matches.some(Boolean) ? [...faults, 'used-before'] : faults
}

/** Letters and digits that nobody mistakes for one another on paper. */
const ALPHABET = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=#%']

/** A one-time password of 16 characters with all four classes. */
export const randomPassword = (): string => {
  const all = ALPHABET.join('')
  const characters = [...ALPHABET, ...Array.from({ length: 12 }, () => all)].map(
    (set) => set[randomInt(set.length)]!,
  )
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    ;[characters[last], characters[other]] = [characters[other]!, characters[last]!]
  }
  return characters.join('')
}
