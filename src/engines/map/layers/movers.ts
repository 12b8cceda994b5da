import type { MoverLayer } from '#shared/scene/layers.ts'
import { Glides } from '../../movers/Glides.ts'
import { selectedRow } from '../../movers/selected.ts'
import { MoverGlyphLayer, type MoverSource } from '../gpu/MoverGlyphLayer.ts'
import { FLAT, PICK_SUFFIX, type DrawnLayer, type Stage } from './drawn.ts'

/**
 * Vehicles; see MoverGlyphLayer for what reaches the GPU. A report leaves the deck layer as it is, so that
 * deck.gl has nothing to match.
 */
export const drawMovers = (stage: Stage): DrawnLayer<MoverLayer> => {
  const { clock, accent } = stage
  const glides = new Glides()
  let source: MoverSource | null = null
  let layers: MoverGlyphLayer[] = []

  return {
    update: (next) => {
      const before = source?.layer
      source ??= { layer: next, selectedRow: -1, clock, accent }
      source.layer = next
      source.selectedRow = selectedRow(next, source.selectedRow)
      glides.take(next)
      if (before?.visible !== next.visible || before.pickable !== next.pickable)
        layers = [
          new MoverGlyphLayer({
            id: `${next.id}${PICK_SUFFIX}`,
            source,
            visible: next.visible,
            pickable: next.pickable,
            parameters: FLAT,
          }),
        ]
      return layers
    },
    idAt: (row) => (source && row < source.layer.count ? String(source.layer.ordinals.values[row]) : null),
    animates: (from, to) => (source?.layer.visible ?? false) && glides.between(from, to),
  }
}
