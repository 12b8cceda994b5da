import type { EpochMs } from '#shared/kernel/units.ts'
import { makeReader, toHex, xorOf, type Reader } from '../bytes.ts'
import { fault, guarded, type Decoded } from '../decoded.ts'
import { asciiOf, gbTextOf } from '../text.ts'
import { wireTime, type WireTime } from '../time.ts'
import { BLOCKS_2016, readBlocks, type BlockReader, type Gb32960Block } from './blocks.ts'
import { BLOCKS_2025 } from './blocks2025.ts'
import { list } from './fields.ts'

/** ## | command | answer | VIN 17 | encryption | length 2 | data | BCC. */
const GB32960_HEAD = 24
const START = { v2016: 0x23, v2025: 0x24 } as const
const ENCRYPTIONS: Readonly<Record<number, string>> = {
  1: 'none',
  2: 'rsa',
  3: 'aes128',
  4: 'sm2',
  5: 'sm4',
  0xfe: 'abnormal',
  0xff: 'invalid',
}
const ANSWERS: Readonly<Record<number, string>> = {
  1: 'ok',
  2: 'error',
  3: 'vin-duplicate',
  4: 'vin-unknown',
  5: 'signature',
  6: 'structure',
  7: 'decryption',
  0xfe: 'command',
}
const NAMES: Readonly<Record<number, string>> = {
  1: '车辆登入',
  2: '实时信息上报',
  3: '补发信息上报',
  4: '车辆登出',
  5: '平台登入',
  6: '平台登出',
  7: '心跳',
  8: '终端校时',
  9: '车辆激活',
  10: '激活应答',
  11: '密钥交换',
}

interface Head {
  readonly protocol: 'gb32960'
  readonly edition: '2016' | '2025'
  readonly command: number
  readonly name: string | null
  readonly answer: string
  readonly vin: string
  readonly encryption: string
}
/** `crs` is what the frame says of its coordinates (2025); null where it says nothing (2016). */
interface Gb32960Place {
  readonly valid: boolean
  readonly lon: number
  readonly lat: number
  readonly crs: 'WGS84' | 'GCJ02' | 'other' | string | null
}
type Gb32960Body =
  | {
      readonly kind: 'login'
      readonly at: EpochMs | null
      readonly time: string
      readonly serial: number
      readonly iccid: string
      readonly subsystems: number
      readonly codes: readonly string[]
    }
  | {
      readonly kind: 'data'
      readonly reissue: boolean
      readonly at: EpochMs | null
      readonly time: string
      readonly position: Gb32960Place | null
      readonly speedKmh: number | null
      readonly blocks: readonly Gb32960Block[]
      readonly stopped: { readonly reason: string; readonly at: number; readonly hex: string } | null
    }
  | { readonly kind: 'logout'; readonly at: EpochMs | null; readonly time: string; readonly serial: number }
  | {
      readonly kind: 'platform-login'
      readonly at: EpochMs | null
      readonly time: string
      readonly serial: number
      readonly user: string
      readonly password: string
    }
  | {
      readonly kind: 'platform-logout'
      readonly at: EpochMs | null
      readonly time: string
      readonly serial: number
    }
  | { readonly kind: 'heartbeat' }
  | {
      readonly kind: 'activation'
      readonly at: EpochMs | null
      readonly time: string
      readonly chip: string
      readonly publicKey: string
      readonly activatedVin: string
      readonly signature: string
    }
  | {
      readonly kind: 'key-exchange'
      readonly cipher: string
      readonly keyBytes: number
      readonly from: string
      readonly to: string
    }
  | { readonly kind: 'raw'; readonly why: 'encrypted' | 'answer' | 'unread'; readonly hex: string }
export type Gb32960Message = Head & Gb32960Body

/** Six bytes, year − 2000 first; GMT+8. */
const readTime = (r: Reader): WireTime =>
  wireTime(2000 + r.u8('year'), r.u8('month'), r.u8('day'), r.u8('hour'), r.u8('minute'), r.u8('second'))

const readLogin = (r: Reader): Gb32960Body => {
  const head = { ...readTime(r), serial: r.u16('serial'), iccid: asciiOf(r.take(20, 'iccid')) }
  const subsystems = r.u8('subsystems')
  const length = r.u8('length of code')
  const codes: string[] = []
  if (length > 0) for (let i = 0; i < subsystems; i++) codes.push(asciiOf(r.take(length, 'code')))
  return { kind: 'login', ...head, subsystems, codes }
}

/** 2025, table 6: battery management systems, packs of each, then 24 characters a pack. */
const readLogin2025 = (r: Reader): Gb32960Body => {
  const head = { ...readTime(r), serial: r.u16('serial'), iccid: asciiOf(r.take(20, 'iccid')) }
  const subsystems = r.u8('management systems')
  const packs = list(subsystems, () => r.u8('packs')).reduce((sum, each) => sum + each, 0)
  return { kind: 'login', ...head, subsystems, codes: list(packs, () => asciiOf(r.take(24, 'code'))) }
}
/** 2025, annex B.3.5.5. */
const readActivation = (r: Reader): Gb32960Body => ({
  kind: 'activation',
  ...readTime(r),
  chip: asciiOf(r.take(16, 'security chip')),
  publicKey: toHex(r.take(r.u16('length of key'), 'public key')),
  activatedVin: asciiOf(r.take(17, 'vin')),
  signature: toHex(r.take(r.left(), 'signature')),
})
/** 2025, table 31. Of the key only its length is told. */
const readKey = (r: Reader): Gb32960Body => {
  const cipher = r.u8('cipher')
  const keyBytes = r.take(r.u16('length of key'), 'key').length
  return {
    kind: 'key-exchange',
    cipher: ENCRYPTIONS[cipher] ?? String(cipher),
    keyBytes,
    from: readTime(r).time,
    to: readTime(r).time,
  }
}

const readData = (r: Reader, reissue: boolean, known: Readonly<Record<number, BlockReader>>): Gb32960Body => {
  const time = readTime(r)
  const { blocks, stopped } = readBlocks(r, known)
  const place = blocks.find(({ type }) => type === '05') as
    { valid: boolean; lon: number; lat: number; crs?: string } | undefined
  const speed = blocks.find(({ type }) => type === '01')?.['speedKmh']
  return {
    kind: 'data',
    reissue,
    ...time,
    position: place ? { valid: place.valid, lon: place.lon, lat: place.lat, crs: place.crs ?? null } : null,
    speedKmh: typeof speed === 'number' ? speed : null,
    blocks,
    stopped,
  }
}

const READERS: Readonly<Record<number, (r: Reader) => Gb32960Body>> = {
  1: readLogin,
  2: (r) => readData(r, false, BLOCKS_2016),
  3: (r) => readData(r, true, BLOCKS_2016),
  4: (r) => ({ kind: 'logout', ...readTime(r), serial: r.u16('serial') }),
  5: (r) => ({
    kind: 'platform-login',
    ...readTime(r),
    serial: r.u16('serial'),
    user: gbTextOf(r.take(12, 'user')),
    password: gbTextOf(r.take(20, 'password')),
  }),
  6: (r) => ({ kind: 'platform-logout', ...readTime(r), serial: r.u16('serial') }),
  7: () => ({ kind: 'heartbeat' }),
}
const READERS_2025: typeof READERS = {
  ...READERS,
  1: readLogin2025,
  2: (r) => readData(r, false, BLOCKS_2025),
  3: (r) => readData(r, true, BLOCKS_2025),
  9: readActivation,
  11: readKey,
}

const readBody = (
  r: Reader,
  edition: Head['edition'],
  command: number,
  isCommand: boolean,
  encryption: number,
): Gb32960Body => {
  const reader = (edition === '2025' ? READERS_2025 : READERS)[command]
  if (encryption !== 1) return { kind: 'raw', why: 'encrypted', hex: toHex(r.take(r.left(), 'data')) }
  if (!isCommand) return { kind: 'raw', why: 'answer', hex: toHex(r.take(r.left(), 'data')) }
  return reader ? reader(r) : { kind: 'raw', why: 'unread', hex: toHex(r.take(r.left(), 'data')) }
}

/** One frame of GB/T 32960.3, 2016 (##) or 2025 ($$). Faults: `flags`, `short`, `length`, `checksum`. */
export const decodeGb32960 = (bytes: Uint8Array): Decoded<Gb32960Message> =>
  guarded(() => {
    const edition = bytes[0] === START.v2025 ? '2025' : '2016'
    if ((bytes[0] !== START.v2016 && bytes[0] !== START.v2025) || bytes[1] !== bytes[0])
      fault('flags', 0, `expected 2323 or 2424, found ${toHex(bytes.subarray(0, 2)) || 'nothing'}`)
    if (bytes.length < GB32960_HEAD + 1)
      fault('short', bytes.length, `expected at least ${GB32960_HEAD + 1} bytes, found ${bytes.length}`)
    const head = makeReader(bytes, 2)
    const command = head.u8('command')
    const answer = head.u8('answer')
    const vin = asciiOf(head.take(17, 'vin'))
    const encryption = head.u8('encryption')
    const length = head.u16('length')
    if (bytes.length !== GB32960_HEAD + length + 1)
      fault(
        'length',
        GB32960_HEAD - 2,
        `data: declared ${length} bytes, found ${bytes.length - GB32960_HEAD - 1}`,
      )
    const end = bytes.length - 1
    const sum = xorOf(bytes, 2, end)
    if (sum !== bytes[end])
      fault(
        'checksum',
        end,
        `BCC: computed ${toHex(Uint8Array.of(sum))}, found ${toHex(bytes.subarray(end))}`,
      )
    return {
      protocol: 'gb32960',
      edition,
      command,
      name: NAMES[command] ?? null,
      answer: ANSWERS[answer] ?? String(answer),
      vin,
      encryption: ENCRYPTIONS[encryption] ?? String(encryption),
      ...readBody(makeReader(bytes, GB32960_HEAD, end), edition, command, answer === 0xfe, encryption),
    }
  })

/** The frame that goes back: the command with its time, and whether it was taken. */
export const answerGb32960 = (frame: Uint8Array, answer: 'ok' | 'error' | 'vin-duplicate'): Uint8Array => {
  const time = frame.subarray(GB32960_HEAD, Math.min(GB32960_HEAD + 6, frame.length - 1))
  const out = new Uint8Array(GB32960_HEAD + time.length + 1)
  out.set(frame.subarray(0, GB32960_HEAD))
  out[3] = answer === 'ok' ? 1 : answer === 'error' ? 2 : 3
  out[22] = 0
  out[23] = time.length
  out.set(time, GB32960_HEAD)
  out[out.length - 1] = xorOf(out, 2, out.length - 1)
  return out
}
