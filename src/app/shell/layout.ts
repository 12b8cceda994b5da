import { computed, shallowRef, watch, type CSSProperties, type Ref } from 'vue'
import { depthOf, type PlaceKind } from '#shared/region/place.ts'
import { scenePanels } from '../../boards/registry.ts'
import { useReplayStore, useSessionStore, useUiStore, useViewStore } from '../../state/stores/index.ts'
import { FRAME, type WallFrame } from '../../theme/wall.ts'
import { compose } from '../frame/compositions/compose.ts'
import type { Box, Composed, Need, Tracks } from '../frame/compositions/composition.ts'
import { sayingOf, useBriefPanels } from '../frame/panels/brief.ts'
import { useWallFrame } from './wall.ts'

/** How many screens the top bar goes over, and as CSS how wide their parts of it are. */
interface BarScreens {
  readonly count: 2 | 3 | 'many'
  readonly style: CSSProperties
}

interface ScenePanels {
  readonly left: readonly string[]
  readonly right: readonly string[]
  readonly more: readonly string[]
}

const px = (u: number): string => `calc(var(--u) * ${Math.round(u * 1000) / 1000})`
/** A box of a composition, as CSS. */
const boxStyle = ({ x, y, w, h }: Box): Readonly<Record<string, string>> => ({
  left: px(x),
  top: px(y),
  width: px(w),
  height: px(h),
})

const tracksStyle = (tracks: Tracks | null | undefined): CSSProperties | undefined =>
  tracks ? { gridTemplateColumns: tracks.widths.map(px).join(' '), columnGap: px(tracks.gap) } : undefined

/** Characters across a screen, of many beside each other, that a row of scenes needs there. */
const LEAST_EM = { zh: 27, en: 38 } as const

/** How the top bar keeps off the seams; null where it goes over none. */
const barOf = ({ seams, strip, bar }: Composed, width: number): BarScreens | null => {
  if (bar) return { count: 'many', style: tracksStyle(bar) as CSSProperties }
  if (seams.length === 0) return null
  const [first, last] = [px(seams[0] ?? 0), px(width - (seams.at(-1) ?? 0))]
  const style = { '--first': first, '--last': last, '--beside': px((strip?.gap ?? 0) / 2) } as CSSProperties
  return { count: seams.length === 1 ? 2 : 3, style }
}

/** The scenes fold where a row of them has no room: on the wall, or on the one of many screens that it has. */
const foldsScenes = ({ bar }: Composed, { emAcross, textPx, uPx }: WallFrame, lang: 'zh' | 'en'): boolean => {
  const em = bar ? (Math.min(...bar.widths) * uPx) / textPx : Infinity
  return emAcross < FRAME.topBarEm[lang] || em < LEAST_EM[lang]
}

/** How the rows of the frame that go over several screens keep off the seams. */
const useScreens = (composed: Ref<Composed>, width: () => number) =>
  computed(() => {
    const { seams, strip, verdicts } = composed.value
    const beside = (strip?.gap ?? 0) / 2
    return {
      verdicts: tracksStyle(verdicts.tracks),
      strip: tracksStyle(strip),
      top: barOf(composed.value, width()),
      seams: seams.map((at) => ({ at, beside })),
    }
  })

/** The boxes of a composition, as the frame draws them. */
const useBoxes = (composed: Ref<Composed>, unknown: Ref<readonly string[]>) => {
  /** The columns of a sheet stand within it. */
  const sheet = computed((): Box | null => {
    const { scrolls, columns: all, card, verdicts } = composed.value
    const [first] = [...all.map(({ box }) => box), ...(card ? [card] : [])]
    return scrolls && first ? { ...first, x: verdicts.at.x, w: verdicts.at.w } : null
  })
  const inSheet = (box: Box): Box =>
    sheet.value ? { ...box, x: box.x - sheet.value.x, y: box.y - sheet.value.y } : box
  const columns = computed(() =>
    composed.value.columns.map(({ box, panels: placed }, i) => ({
      side: box.x < composed.value.free.x ? ('left' as const) : ('right' as const),
      style: boxStyle(inSheet(box)),
      ids: [...placed.map(({ id }) => id), ...(i === 0 ? unknown.value : [])],
      heights: placed.map(({ box: { h } }) => px(h)),
    })),
  )
  const styles = computed(() => {
    const { card, verdicts, centre, legend } = composed.value
    const above = verdicts.at.y > centre.y || verdicts.at.x < centre.x ? 0 : verdicts.at.h
    return {
      sheet: sheet.value ? boxStyle(sheet.value) : undefined,
      card: card && boxStyle(inSheet(card)),
      verdicts: boxStyle(verdicts.at),
      centre: { ...boxStyle(centre), '--verdicts': px(above) },
      legend:
        legend === null
          ? undefined
          : ({
              position: 'absolute',
              left: px(legend.x - centre.x),
              bottom: '0',
              width: px(legend.w),
              maxHeight: px(legend.h),
              overflowY: 'auto',
            } as const),
    } as const
  })
  return { columns, styles }
}

/** What a skip link leads to, in the order of Tab. `columns`: those that show. */
const partsOf = (
  { folds, card, verdicts }: Composed,
  columns: readonly { readonly side: 'left' | 'right' }[],
) => {
  const sides = columns.map(({ side }) => side)
  return [
    'scene' as const,
    ...(sides.includes('left') ? (['left'] as const) : []),
    ...(sides.includes('right') || (card && !folds) ? (['right'] as const) : []),
    ...(verdicts.shown > 0 ? (['verdicts'] as const) : []),
    'strip' as const,
  ]
}

/** Whether a panel that is made for a wall's list stands. */
const hasList = (found: readonly { readonly panels: readonly Need[] }[], { columns }: Composed): boolean => {
  const lists = found.flatMap(({ panels }) => panels.filter(({ field }) => field === 'list'))
  return columns.some(({ panels }) => panels.some(({ id }) => lists.some((list) => list.id === id)))
}

/** What stands where around the picture on this wall, of all that has something to say at the open place. */
export const useFrameLayout = (
  panels: () => ScenePanels,
  kind: () => PlaceKind | null,
  unfolded: () => boolean,
) => {
  const [view, ui, session, wall] = [useViewStore(), useUiStore(), useSessionStore(), useWallFrame()]
  const replay = useReplayStore()
  const brief = useBriefPanels(() => [view.place, view.scene, view.index, view.basis, replay.active].join())
  const found = computed(() => {
    const of = (ids: readonly string[]) =>
      scenePanels(ids, { may: session.may, place: kind(), ofUnit: session.session?.scope.kind === 'unit' })
    const { left, right, more } = panels()
    return { left: of(left), right: of(right), more: of(more) }
  })
  /** Names that no folder carries are said in the first column. */
  const unknown = computed(() => Object.values(found.value).flatMap((one) => one.unknown))
  /** Until the strip says how many it has, it has all that fit: the picture moves for none. */
  const asked = shallowRef(4)
  const size = shallowRef<readonly [number, number]>([innerWidth, innerHeight])
  watch(wall, () => (size.value = [innerWidth, innerHeight]))
  const hasCard = computed(() => {
    const opened = kind()
    return (
      view.selection !== null ||
      (opened !== null && depthOf(opened) >= depthOf(wall.value.columnsPerSide >= 2 ? 'county' : 'compound'))
    )
  })
  const composed = computed(() => {
    const opened = kind()
    const { left, right, more } = found.value
    const told = (all: readonly Need[]) => sayingOf(all, brief)
    return compose({
      wall: wall.value,
      widthPx: size.value[0],
      heightPx: size.value[1],
      panels: { left: told(left.panels), right: told(right.panels), more: told(more.panels) },
      cells: asked.value,
      isLarge: opened === null || depthOf(opened) < depthOf('county'),
      card: hasCard.value,
      drawn: view.alert !== null && wall.value.drawerPx > 0,
      unfolded: unfolded(),
    })
  })
  const { columns, styles } = useBoxes(composed, unknown)
  const screens = useScreens(composed, () => size.value[0] / wall.value.uPx)
  const visible = computed(() => !composed.value.folds || ui.sidesOpen)
  const parts = computed(() => partsOf(composed.value, visible.value ? columns.value : []))
  /** Top, right, bottom, left of what is covered, CSS pixels. */
  const padding = computed<readonly [number, number, number, number]>(() => {
    const { x, y, w, h } = composed.value.free
    const [width, height] = size.value
    const u = wall.value.uPx
    const sheet = view.alert !== null && wall.value.drawerPx === 0 ? height * FRAME.sheetShare : 0
    return [y * u, width - (x + w) * u, Math.max(height - (y + h) * u, sheet), x * u]
  })
  const listed = computed(() => visible.value && hasList(Object.values(found.value), composed.value))
  const narrow = computed(() => foldsScenes(composed.value, wall.value, ui.lang))
  return { composed, asked, columns, styles, screens, visible, listed, parts, padding, narrow }
}
