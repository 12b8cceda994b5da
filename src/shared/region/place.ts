import { z } from 'zod'

/**
 * The one ladder of places. Ids are opaque: a parent is found by index, never by cutting an id.
 * 省 → 设区市 → 县(市、区) → 办公区 → 办公楼 → 楼层 → 房间 → 工位
 */
const PLACE_KINDS = [
  'province',
  'city',
  'county',
  'compound',
  'building',
  'floor',
  'room',
  'workstation',
] as const
export const placeKindSchema = z.enum(PLACE_KINDS)
export type PlaceKind = z.infer<typeof placeKindSchema>

export const placeRefSchema = z.object({ id: z.string(), kind: placeKindSchema, name: z.string() })
export type PlaceRef = z.infer<typeof placeRefSchema>

/** How deep a kind lies; 0 is the province. */
export const depthOf = (kind: PlaceKind): number => PLACE_KINDS.indexOf(kind)
export const isRegion = (kind: PlaceKind): boolean => depthOf(kind) <= 2
