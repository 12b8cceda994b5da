import { computed, type Ref } from 'vue'
import { INDICES, type IndexId } from '#shared/indices/indices.ts'
import { OVER_STANDARD } from '#shared/standards/overStandard.ts'
import type { Swatch } from '../../../engines/mosaic/MosaicCanvas.ts'
import { classOfCode, CODES, inLegendOrder } from '../../../layers/interior/roomClasses.ts'
import type { Counts, Painting } from '../../../projections/mosaic/paint.ts'
import { coalInForce, tablesInForce, useShownIndices, useViewStore } from '../../../state/stores/index.ts'
import { NO_DATA_HEX, QUIET_HEX, rgba, shownArea } from '../../../theme/ramps.ts'

const PATTERN = { none: 0, hatched: 1, dotted: 2 } as const
const IDLE = /^idle/

/** What the rule of the colours is told: the index as this screen shows it, and what is in force. */
export const usePainting = () => {
  const view = useViewStore()
  const shown = useShownIndices()
  const paintingBy = (index: IndexId): Painting => ({
    index: shown.value(index),
    basis: view.basis,
    coal: coalInForce(),
    over: tablesInForce()?.over ?? OVER_STANDARD,
  })
  const painting = computed(() => paintingBy(view.index))
  /** The indices that could be next. */
  const others = (): Painting[] =>
    INDICES.filter(({ id }) => id !== view.index).map(({ id }) => paintingBy(id))
  return { painting, others }
}

/** Legend and palette of the same classes: the swatch is the pixel. */
export const useColours = (
  painting: Readonly<Ref<Painting>>,
  counts: Readonly<Ref<Counts>>,
  only: Readonly<Ref<string | null>>,
) => {
  const all = computed(() => Array.from({ length: CODES }, (_, code) => classOfCode(code, painting.value)))
  /** The class that stands alone; null where the address names one that the index has not. */
  const alone = computed(() => all.value.find(({ key }) => key === only.value)?.key ?? null)
  const patternOf = (key: string): number =>
    IDLE.test(key) ? PATTERN.hatched : key === 'no-data' ? PATTERN.dotted : PATTERN.none
  const classes = computed(() =>
    inLegendOrder(
      all.value
        .map((one, code) => ({ ...one, rooms: counts.value[code] ?? 0, area: one.hex }))
        .filter(({ rooms, key }) => rooms > 0 || key === alone.value),
    ),
  )
  const swatches = computed<Swatch[]>(() =>
    all.value.map(({ key, hex }, code) => {
      const isShown = alone.value === null || alone.value === key
      const [r, g, b] = rgba(isShown ? hex : (QUIET_HEX[code % 2] ?? NO_DATA_HEX))
      return { rgb: [r, g, b], pattern: isShown ? patternOf(key) : PATTERN.none }
    }),
  )
  /** In the legend idle space is hatched as in the picture. */
  const shown = computed(() =>
    classes.value.map((one) => ({
      ...one,
      area: IDLE.test(one.key) ? hatchedArea(one.hex) : one.hex,
    })),
  )
  return { classes: shown, swatches, alone }
}

const VACANCY = { ramp: 'vacancy' } as const
const HATCHED = [0, 1, 2, 3, 4] as const
/** The hatch of the vacancy ramp over its own colour. */
const hatchedArea = (hex: string): string =>
  HATCHED.map((klass) => shownArea(VACANCY, klass, null)).find((area) => area.endsWith(hex)) ?? hex
