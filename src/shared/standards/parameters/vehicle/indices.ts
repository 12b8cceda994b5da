import { number, percent, UNITS } from '../../fields.ts'
import type { Field, Text } from '../../parameter.ts'
import { VEHICLE_INDICES, type IndexPart } from '../../../vehicles/indices.ts'
import { own, text, type Shape } from '../shape.ts'

export const weights = (): Record<string, Shape> =>
  Object.fromEntries(
    VEHICLE_INDICES.map(({ id, name, parts }) => [
      `weights.${id}`,
      {
        name: text(`${name.zh} · 分项权重`, `${name.en} · weights`),
        fields: parts.map((part) =>
          percent(`weights.${id}.${part.id}`, [0, 100], { id: part.id, name: part.name, decimals: 1 }),
        ),
        relation: 'sums-to-100' as const,
        citation: own('五项指数分项权重'),
        feeds: ['vehicle-indices'] as const,
      },
    ]),
  )

const PART_UNITS: Record<IndexPart['unit'], Text> = {
  '%': text('%', '%'),
  km: UNITS.km,
  trips: text('次', 'trips'),
  min: UNITS.minutes,
  yuan: text('元', 'CNY'),
  points: text('分', 'points'),
}
/** Far enough from the default for any bureau; a share beyond two is a slip. */
const anchorField = (index: string, { id, unit, anchor }: IndexPart, end: 'zero' | 'full'): Field => {
  const [at, options] = [
    `anchors.${index}.${id}.${end}`,
    { id: end, name: end === 'zero' ? text('得 0 分', 'scores 0') : text('得 100 分', 'scores 100') },
  ]
  return unit === '%'
    ? percent(at, [0, 200], { ...options, decimals: 1 })
    : number(at, [0, Math.max(anchor.zero, anchor.full) * 10], {
        ...options,
        unit: PART_UNITS[unit],
        decimals: 1,
      })
}
export const anchors = (): Record<string, Shape> =>
  Object.fromEntries(
    VEHICLE_INDICES.flatMap(({ id, name, parts }) =>
      parts.map((part: IndexPart) => [
        `anchors.${id}.${part.id}`,
        {
          name: text(`${name.zh} · ${part.name.zh} · 标尺`, `${name.en} · ${part.name.en} · scale`),
          fields: [anchorField(id, part, 'zero'), anchorField(id, part, 'full')],
          relation: part.anchor.zero < part.anchor.full ? ('rising' as const) : ('falling' as const),
          citation: own('五项指数固定标尺'),
          feeds: ['vehicle-indices'] as const,
        },
      ]),
    ),
  )
