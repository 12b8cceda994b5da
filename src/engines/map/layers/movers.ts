import type { MoverLayer } from '#shared/scene/layers.ts'
import { carrySeconds } from '#shared/vehicles/carry.ts'
import { MoverGlyphLayer } from '../gpu/MoverGlyphLayer.ts'
import { FLAT, PICK_SUFFIX, type DrawnLayer, type Stage } from './drawn.ts'

/** When the vehicles of a layer move, seconds from its epoch; empty when none does. */
interface Glide {
  readonly version: number
  readonly start: number
  readonly end: number
}

const glideOf = ({ spans, states, speeds, count }: MoverLayer): Glide => {
  let start = Infinity
  let end = -Infinity
  for (let row = 0; row < count; row++) {
    const begins = spans.values[row * 2] as number
    const lasts = spans.values[row * 2 + 1] as number
    if (lasts <= 0) continue
    start = Math.min(start, begins)
    end = Math.max(end, begins + lasts + carrySeconds(states.values[row] as number, speeds.values[row] as number, lasts))
  }
  return { version: spans.version, start, end }
}

/** Vehicles; see MoverGlyphLayer for what reaches the GPU. */
export const drawMovers = (stage: Stage): DrawnLayer<MoverLayer> => {
  let spec: MoverLayer | null = null
  let glide: Glide = { version: -1, start: Infinity, end: -Infinity }
  let chosen = { id: null as string | null, version: -1, row: -1 }

  const selectedRow = (movers: MoverLayer): number => {
    if (chosen.id !== movers.selected || chosen.version !== movers.ordinals.version) {
      const row = movers.selected === null ? -1 : movers.ordinals.values.subarray(0, movers.count).indexOf(Number(movers.selected))
      chosen = { id: movers.selected, version: movers.ordinals.version, row }
    }
    return chosen.row
  }

  return {
    update: (next) => {
      spec = next
      if (glide.version !== next.spans.version) glide = glideOf(next)
      return [
        new MoverGlyphLayer({
          id: `${next.id}${PICK_SUFFIX}`,
          movers: next,
          clock: stage.clock,
          accent: stage.accent,
          selectedRow: selectedRow(next),
          visible: next.visible,
          pickable: next.pickable,
          parameters: FLAT,
        }),
      ]
    },
    idAt: (row) => (spec && row < spec.count ? String(spec.ordinals.values[row]) : null),
    animates: (from, to) => {
      if (!spec?.visible) return false
      const [a, b] = [(Math.min(from, to) - spec.epoch) / 1000, (Math.max(from, to) - spec.epoch) / 1000]
      return a < glide.end && b > glide.start
    },
  }
}
