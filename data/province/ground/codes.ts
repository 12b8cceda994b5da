import type { Rng } from '../made/rng.ts'

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** 3^i mod 31, GB 32100-2015. */
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/** The 18th character of a 统一社会信用代码 from its first 17. */
export const usccCheck = (body: string): string => {
  if (body.length !== 17) throw new RangeError(`uscc: body of ${body.length} characters, expected 17`)
  const sum = USCC_WEIGHTS.reduce((all, weight, i) => {
    const value = USCC_ALPHABET.indexOf(body[i]!)
    if (value < 0)
      throw new RangeError(`uscc: character ${body[i]} at ${i}, expected one of ${USCC_ALPHABET}`)
    return all + value * weight
  }, 0)
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]!
}

const USCC_PREFIX = { organ: '11', institution: '12', mass: '13' } as const

/** A valid made-up code: registrar and kind, division, a subject part that is unique by `serial`, check. */
export const usccOf = (
  nature: keyof typeof USCC_PREFIX,
  division: string,
  serial: number,
  rng: Rng,
): string => {
  const subject = `MB${rng.int(10)}${serial.toString().padStart(5, '0')}${USCC_ALPHABET[rng.int(31)]}`
  const body = USCC_PREFIX[nature] + division + subject
  return body + usccCheck(body)
}

const PLATE_ALPHABET = [...'ABCDEFGHJKLMNPQRSTUVWXYZ']

/**
 * A plate of 桂 + the city's letter that no other serial of that letter gets: five characters, or six for 新能源 whose
 * first is D A B C E for battery cars and F G H J K for the other kinds (GA 36-2018). `serial` below 4,000,000.
 */
export const plateOf = (letter: string, serial: number, kind: 'fuel' | 'bev' | 'phev'): string => {
  const mixed = (serial * 7919 + 104_729) % 240_000
  const tail = String(mixed % 10_000).padStart(4, '0')
  const lead = Math.floor(mixed / 10_000)
  if (kind === 'fuel') return `桂${letter}${PLATE_ALPHABET[lead]}${tail}`
  const first = (kind === 'bev' ? 'DABCE' : 'FGHJK')[serial % 5]
  return `桂${letter}${first}${PLATE_ALPHABET[lead]}${tail}`
}

const VIN_VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  [...'ABCDEFGH']
    .map((letter, i) => [letter, i + 1])
    .concat(
      [...'JKLMN'].map((letter, i) => [letter, i + 1]),
      [
        ['P', 7],
        ['R', 9],
      ],
      [...'STUVWXYZ'].map((letter, i) => [letter, i + 2]),
    ),
)
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** A made-up VIN with the check digit of GB 16735 in its ninth place; no other serial has it. `serial` below 10^11. */
export const vinOf = (serial: number): string => {
  const digits = String(serial).padStart(11, '0')
  const blank = `LGX${digits.slice(0, 5)}0${digits.slice(5, 6)}A${digits.slice(5)}`
  const sum = [...blank].reduce(
    (all, sign, i) => all + (VIN_VALUES[sign] ?? Number(sign)) * VIN_WEIGHTS[i]!,
    0,
  )
  const check = sum % 11 === 10 ? 'X' : String(sum % 11)
  return `${blank.slice(0, 8)}${check}${blank.slice(9)}`
}
