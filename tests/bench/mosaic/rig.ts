/** What both ways of the bench's page have in common. */
import { classOfCode, CODES } from '../../../src/layers/interior/roomClasses.ts'
import type { CityInput } from '../../../src/engines/mosaic/layout.ts'
import { roomsOf, type MosaicRooms } from '../../../src/projections/mosaic/rooms.ts'
import { INDICES } from '../../../src/shared/indices/indices.ts'
import { rgba } from '../../../src/theme/ramps.ts'

interface MosaicRig {
  ready: boolean
  readonly rooms: number
  /** ms. */
  readonly layoutMs: number
  readonly groupMs: number
  /** Classes into the texture alone: what the main thread does for another index. */
  write(turn: number): number
  /** Classes into the texture and drawn, until the device is done: each index in turns. */
  switchTo(turn: number): number
  /** What lies under one of many points of the screen, with its room. */
  hover(turn: number): number
  /** What the picture holds, bytes: columns and names, classes, texture, blocks. */
  readonly held: number
  readonly drawCalls: number
}
declare global {
  interface Window {
    mosaic: MosaicRig
  }
}

export const query = new URLSearchParams(location.search)
export const NOW = Date.now()
export const box = document.getElementById('scene') as HTMLElement
export const [width, height] = [box.clientWidth || innerWidth, box.clientHeight || innerHeight]
export const timed = (work: () => void): number => {
  const began = performance.now()
  work()
  return performance.now() - began
}
export const inputs = INDICES.map((index) => ({ index, basis: 'equivalent-heat' as const }))
export const inputOf = (turn: number) => inputs[turn % inputs.length] as (typeof inputs)[number]

export const read = async (): Promise<MosaicRooms[]> => {
  const parts = Number(query.get('parts'))
  const octets = await Promise.all(
    Array.from({ length: parts }, async (_, i) => (await fetch(`/part-${i}`)).arrayBuffer()),
  )
  return octets.map(roomsOf)
}

export const startsOf = (parts: readonly MosaicRooms[]): CityInput[] => {
  let from = 0
  return parts.map((part) => {
    from += part.rooms
    const counts = part.buildingEnds.map((end, i) => end - (part.buildingEnds[i - 1] ?? 0))
    return { id: part.id, counts, from: from - part.rooms }
  })
}

/** So many points of the screen, the same ones every time. */
export const pointOf = (turn: number): readonly [number, number] => [
  (((turn * 7919) % 9973) / 9973) * width,
  (((turn * 104_729) % 9941) / 9941) * height,
]
export const swatches = (turn: number) =>
  Array.from({ length: CODES }, (_, code) => {
    const [r, g, b] = rgba(classOfCode(code, inputOf(turn)).hex)
    return { rgb: [r, g, b] as const, pattern: 0 }
  })

/** Parts in the order of their places in the picture. */
export const inOrder = (parts: readonly MosaicRooms[]) => {
  let from = 0
  return parts.map((part) => ({ part, order: { starts: null, from: (from += part.rooms) - part.rooms } }))
}
