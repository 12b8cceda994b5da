import type { RegionRow } from '#shared/protocol/http.ts'
import type { PointLayer } from '#shared/scene/layers.ts'
import { WORST_HEX } from '../../theme/palette.ts'
import { rgba } from '../../theme/ramps.ts'
import { FRAME } from '../../theme/wall.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fillColumn, floatColumn, hashText } from '../../projections/parts/columns.ts'
import { openDepth } from '../../projections/regions.ts'
import { worstCounties } from './worst.ts'

/** Of a seat with its dark edge, u; its white is 0.38 of it. */
const SEAT_U = 0.54

/** A seat's dot with its edge, CSS pixels. */
export const seatRadius = ({ textPx }: Pick<SceneInput, 'textPx'>): number => (SEAT_U * textPx) / FRAME.textU

/** The cities' seats over their province, and a dot in each county that is named outside of it. */
export const seats = (input: SceneInput): PointLayer => {
  const isOpen = openDepth(input) === 0
  const cities = isOpen ? input.regions.filter(({ kind }) => kind === 'city') : []
  const named: readonly RegionRow[] = input.isListed ? [] : worstCounties(input)
  const rows = [...cities, ...named]
  const positions = Float64Array.from(rows.flatMap(({ center }) => [...center]))
  return {
    id: 'region-seats',
    kind: 'points',
    visible: true,
    pickable: false,
    ids: rows.map(({ id }) => id),
    positions: {
      values: positions,
      version: hashText(rows.map(({ id, center }) => `${id}${center}`).join()),
    },
    fill: fillColumn(rows, (row) => rgba(row.kind === 'city' ? '#ffffff' : WORST_HEX)),
    radii: floatColumn(rows, (row) => seatRadius(input) * (row.kind === 'city' ? 1 : 0.85)),
    selected: null,
  }
}
