import { toHex, type Reader } from '../bytes.ts'

/** FE 异常 and FF 无效 in the last byte, with FF before it in wider fields: null. */
const scaled = (raw: number, bytes: 1 | 2 | 4, scale: number, offset: number): number | null => {
  const top = bytes === 1 ? 0xff : bytes === 2 ? 0xffff : 0xffff_ffff
  return raw >= top - 1 ? null : Math.round((raw * scale + offset) * 10_000) / 10_000
}
export const u8 = (r: Reader, name: string, scale = 1, offset = 0): number | null =>
  scaled(r.u8(name), 1, scale, offset)
export const u16 = (r: Reader, name: string, scale = 1, offset = 0): number | null =>
  scaled(r.u16(name), 2, scale, offset)
export const u32 = (r: Reader, name: string, scale = 1, offset = 0): number | null =>
  scaled(r.u32(name), 4, scale, offset)

export const list = <T>(count: number, read: () => T): T[] => {
  const items: T[] = []
  for (let i = 0; i < count; i++) items.push(read())
  return items
}
/** How many follow; a count of 异常 or 无效 carries none. */
export const count8 = (r: Reader, name: string): number => u8(r, name) ?? 0
export const count16 = (r: Reader, name: string): number => u16(r, name) ?? 0

const CELSIUS_OFFSET = -40
export const celsius = (r: Reader, name: string): number | null => u8(r, name, 1, CELSIUS_OFFSET)
/** Probes of one byte each, ℃. */
export const probes = (r: Reader): (number | null)[] =>
  list(count16(r, 'number of probes'), () => celsius(r, 'probe'))
/** Cells of two bytes each, V. */
export const cells = (r: Reader, count: number): (number | null)[] => list(count, () => u16(r, 'cell', 0.001))

/** 状态位: bit 0 不可用, 1 南纬, 2 西经; then longitude before latitude. `crs` is read by who knows that it is there. */
export const placeOf = (
  state: number,
  r: Reader,
): { readonly valid: boolean; readonly lon: number; readonly lat: number } => {
  const lon = r.u32('longitude') / 1e6
  const lat = r.u32('latitude') / 1e6
  return { valid: (state & 1) === 0, lon: state & 4 ? -lon : lon, lat: state & 2 ? -lat : lat }
}

export const faultLists = (r: Reader) =>
  (['battery', 'motor', 'engine', 'other'] as const).map((part) => ({
    part,
    codes: list(count8(r, `faults of ${part}`), () => toHex(r.take(4, 'fault'))),
  }))
