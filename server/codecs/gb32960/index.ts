import type { EpochMs } from '#shared/units.ts'
import { makeReader, toHex, xorOf, type Reader } from '../bytes.ts'
import { fault, guarded, type Decoded } from '../decoded.ts'
import { asciiOf } from '../text.ts'
import { wireTime, type WireTime } from '../time.ts'
import { readBlocks, type Gb32960Block } from './blocks.ts'

/** ## | command | answer | VIN 17 | encryption | length 2 | data | BCC. */
const GB32960_HEAD = 24
const START = 0x23
const ENCRYPTIONS: Readonly<Record<number, string>> = { 1: 'none', 2: 'rsa', 3: 'aes128', 0xfe: 'abnormal', 0xff: 'invalid' }
const ANSWERS: Readonly<Record<number, string>> = { 1: 'ok', 2: 'error', 3: 'vin-duplicate', 0xfe: 'command' }
const NAMES: Readonly<Record<number, string>> = { 1: '车辆登入', 2: '实时信息上报', 3: '补发信息上报', 4: '车辆登出', 5: '平台登入', 6: '平台登出', 7: '心跳', 8: '终端校时' }

interface Head {
  readonly protocol: 'gb32960'
  readonly command: number
  readonly name: string | null
  readonly answer: string
  readonly vin: string
  readonly encryption: string
}
type Gb32960Body =
  | { readonly kind: 'login'; readonly at: EpochMs | null; readonly time: string; readonly serial: number; readonly iccid: string; readonly subsystems: number; readonly codes: readonly string[] }
  | { readonly kind: 'data'; readonly reissue: boolean; readonly at: EpochMs | null; readonly time: string; readonly position: { readonly valid: boolean; readonly lon: number; readonly lat: number } | null; readonly speedKmh: number | null; readonly blocks: readonly Gb32960Block[]; readonly stopped: { readonly reason: string; readonly at: number; readonly hex: string } | null }
  | { readonly kind: 'logout'; readonly at: EpochMs | null; readonly time: string; readonly serial: number }
  | { readonly kind: 'platform-login'; readonly at: EpochMs | null; readonly time: string; readonly serial: number; readonly user: string; readonly password: string }
  | { readonly kind: 'platform-logout'; readonly at: EpochMs | null; readonly time: string; readonly serial: number }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'raw'; readonly why: 'encrypted' | 'answer' | 'unread'; readonly hex: string }
export type Gb32960Message = Head & Gb32960Body

/** Six bytes, year − 2000 first; GMT+8. */
const readTime = (r: Reader): WireTime => wireTime(2000 + r.u8('year'), r.u8('month'), r.u8('day'), r.u8('hour'), r.u8('minute'), r.u8('second'))

const readLogin = (r: Reader): Gb32960Body => {
  const head = { ...readTime(r), serial: r.u16('serial'), iccid: asciiOf(r.take(20, 'iccid')) }
  const subsystems = r.u8('subsystems')
  const length = r.u8('length of code')
  const codes: string[] = []
  if (length > 0) for (let i = 0; i < subsystems; i++) codes.push(asciiOf(r.take(length, 'code')))
  return { kind: 'login', ...head, subsystems, codes }
}

const readData = (r: Reader, reissue: boolean): Gb32960Body => {
  const time = readTime(r)
  const { blocks, stopped } = readBlocks(r)
  const place = blocks.find(({ type }) => type === '05') as { valid: boolean; lon: number; lat: number } | undefined
  const speed = blocks.find(({ type }) => type === '01')?.['speedKmh']
  return { kind: 'data', reissue, ...time, position: place ? { valid: place.valid, lon: place.lon, lat: place.lat } : null, speedKmh: typeof speed === 'number' ? speed : null, blocks, stopped }
}

const READERS: Readonly<Record<number, (r: Reader) => Gb32960Body>> = {
  1: readLogin,
  2: (r) => readData(r, false),
  3: (r) => readData(r, true),
  4: (r) => ({ kind: 'logout', ...readTime(r), serial: r.u16('serial') }),
  5: (r) => ({ kind: 'platform-login', ...readTime(r), serial: r.u16('serial'), user: asciiOf(r.take(12, 'user')), password: asciiOf(r.take(20, 'password')) }),
  6: (r) => ({ kind: 'platform-logout', ...readTime(r), serial: r.u16('serial') }),
  7: () => ({ kind: 'heartbeat' }),
}

const readBody = (r: Reader, command: number, isCommand: boolean, encryption: number): Gb32960Body => {
  const reader = READERS[command]
  if (encryption !== 1) return { kind: 'raw', why: 'encrypted', hex: toHex(r.take(r.left(), 'data')) }
  if (!isCommand) return { kind: 'raw', why: 'answer', hex: toHex(r.take(r.left(), 'data')) }
  return reader ? reader(r) : { kind: 'raw', why: 'unread', hex: toHex(r.take(r.left(), 'data')) }
}

/** One frame of GB/T 32960.3-2016. Faults: `flags`, `short`, `length`, `checksum`. */
export const decodeGb32960 = (bytes: Uint8Array): Decoded<Gb32960Message> =>
  guarded(() => {
    if (bytes[0] !== START || bytes[1] !== START) fault('flags', 0, `expected 2323, found ${toHex(bytes.subarray(0, 2)) || 'nothing'}${bytes[0] === 0x24 ? ' (the 2025 edition begins with 2424 and is not read)' : ''}`)
    if (bytes.length < GB32960_HEAD + 1) fault('short', bytes.length, `expected at least ${GB32960_HEAD + 1} bytes, found ${bytes.length}`)
    const head = makeReader(bytes, 2)
    const command = head.u8('command')
    const answer = head.u8('answer')
    const vin = asciiOf(head.take(17, 'vin'))
    const encryption = head.u8('encryption')
    const length = head.u16('length')
    if (bytes.length !== GB32960_HEAD + length + 1) fault('length', GB32960_HEAD - 2, `data: declared ${length} bytes, found ${bytes.length - GB32960_HEAD - 1}`)
    const end = bytes.length - 1
    const sum = xorOf(bytes, 2, end)
    if (sum !== bytes[end]) fault('checksum', end, `BCC: computed ${toHex(Uint8Array.of(sum))}, found ${toHex(bytes.subarray(end))}`)
    return {
      protocol: 'gb32960',
      command,
      name: NAMES[command] ?? null,
      answer: ANSWERS[answer] ?? String(answer),
      vin,
      encryption: ENCRYPTIONS[encryption] ?? String(encryption),
      ...readBody(makeReader(bytes, GB32960_HEAD, end), command, answer === 0xfe, encryption),
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
