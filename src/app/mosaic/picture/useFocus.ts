import { computed, shallowRef, type Ref, type ShallowRef } from 'vue'
import { HOME, lookingAt } from '../../../engines/mosaic/camera.ts'
import { blockOf, cellOf, spotAt, type CityBox, type Layout } from '../../../engines/mosaic/layout.ts'
import type { Lit } from '../../../engines/mosaic/MosaicCanvas.ts'
import type { Box } from '../../../engines/mosaic/treemap.ts'
import type { Camera } from './useHands.ts'

/** What was gone to: a city, a group in it, a room in that; `lit` greys all else. */
export interface Focus {
  readonly city: string
  readonly group: number | null
  /** Of the group's rooms. */
  readonly nth: number | null
  readonly lit: boolean
}

/** A block fills so much of the picture when it is gone to. */
const GROUP_SHARE = 0.62
/** Nearer than this part of the way, a press means what lies within. */
const THERE = 0.75

const boxIn = (layout: Layout, city: CityBox, { group, nth }: Focus): Box =>
  group === null ? city : nth === null ? blockOf(layout, city, group) : cellOf(layout, city, group, nth)

type At = { readonly x: number; readonly y: number }
interface Standing {
  readonly layout: Readonly<Ref<Layout>>
  readonly hand: Camera
  readonly focus: ShallowRef<Focus | null>
  readonly cityOf: (id: string) => CityBox | undefined
}

/** The frame around what is chosen, and the rooms that are lit. */
const makeSeen = ({ layout, focus, cityOf }: Standing) => {
  const frame = computed<Box | null>(() => {
    const city = focus.value && focus.value.group !== null ? cityOf(focus.value.city) : undefined
    return city && focus.value ? boxIn(layout.value, city, focus.value) : null
  })
  const lit = computed<Lit>(() => {
    const { city: id = '', group = null, nth = null, lit: isLit = false } = focus.value ?? {}
    const city = cityOf(id)
    if (!isLit || !city || group === null) return [0, 0]
    const from = (city.starts[group] as number) + (nth ?? 0)
    return [from, from + (nth === null ? (city.counts[group] as number) : 1)]
  })
  return { frame, lit }
}

const makeSteps = ({ layout, hand, focus, cityOf }: Standing, open: () => void) => {
  const goTo = (next: Focus): void => {
    const city = cityOf(next.city)
    if (!city) return
    focus.value = next
    const box = boxIn(layout.value, city, { ...next, nth: null })
    hand.fly(lookingAt(box, layout.value, next.group === null ? 1 : GROUP_SHARE))
  }
  const spot = (at: At) => {
    const { x, y, scale } = hand.camera.value
    return spotAt(layout.value, x + at.x / scale, y + at.y / scale)
  }
  const isNear = (box: Box, share: number): boolean =>
    hand.camera.value.scale >= lookingAt(box, layout.value, share).scale * THERE
  const press = (at: At): void => {
    const found = spot(at)
    if (!found) return
    const { city, group } = found
    if (!isNear(city, 1)) return goTo({ city: city.id, group: null, nth: null, lit: false })
    if (group === null) return
    const now = focus.value
    const isOpen = now?.city === city.id && now.group === group
    if (!isOpen && !isNear(blockOf(layout.value, city, group), GROUP_SHARE))
      return goTo({ city: city.id, group, nth: null, lit: false })
    if (isOpen && now.nth === found.nth) return open()
    focus.value = { city: city.id, group, nth: found.nth, lit: false }
  }
  return { goTo, spot, press }
}

/** City, group, room: a press goes one nearer, Escape one back; a second press on a room opens it. */
export const useFocus = (layout: Readonly<Ref<Layout>>, hand: Camera, open: () => void) => {
  const focus = shallowRef<Focus | null>(null)
  const cityOf = (id: string): CityBox | undefined => layout.value.cities.find((city) => city.id === id)
  const standing = { layout, hand, focus, cityOf }
  const steps = makeSteps(standing, open)
  return {
    focus,
    ...makeSeen(standing),
    ...steps,
    /** Beside the chosen room, by the keys; false where none is chosen. */
    step: (right: number, down: number): boolean => {
      const now = focus.value
      const city = now && cityOf(now.city)
      if (!now || !city || now.group === null || now.nth === null) return false
      const next = now.nth + right + down * (city.shelves.w[now.group] as number)
      if (next >= 0 && next < (city.counts[now.group] as number))
        focus.value = { ...now, nth: next, lit: false }
      return true
    },
    /** One level back; false where the whole picture stood already. */
    out: (): boolean => {
      const now = focus.value
      if (now && now.nth !== null) focus.value = { ...now, nth: null, lit: false }
      else if (now && now.group !== null) steps.goTo({ city: now.city, group: null, nth: null, lit: false })
      else if (now || hand.camera.value.scale > 1) {
        focus.value = null
        hand.fly(HOME)
      } else return false
      return true
    },
  }
}
export type Focusing = ReturnType<typeof useFocus>
