import { namesIn } from '../../i18n/names.ts'
import { FENCE_HEX } from '../../theme/palette.ts'
import { layer, type Words } from '../layer.ts'
import { fenceLayers, fenceNames, isOnGround } from './draw.ts'
import { useFences } from './read.ts'

declare module '#shared/scene/selection.ts' {
  interface SelectionKinds {
    fence: true
  }
}

/** Kinds of fences that are drawn from the county down, as the legend names them. */
const KINDS: readonly (readonly [keyof typeof FENCE_HEX, Words])[] = [
  ['sensitive', { zh: '敏感地带', en: 'Sensitive' }],
  ['forbidden', { zh: '禁行区', en: 'Forbidden' }],
  ['route', { zh: '派车路线', en: 'Order route' }],
  ['speed', { zh: '限速区', en: 'Speed limit' }],
  ['depot', { zh: '停车场', en: 'Depot' }],
]

/** 电子围栏 of the open county. */
export default layer({
  id: 'fences',
  parts: {
    fences: { zh: '电子围栏', en: 'Fences' },
    'fence-lines': { zh: '围栏边线', en: 'Fence lines' },
    'fence-marks': { zh: '围栏标记', en: 'Fence marks' },
  },
  level: 30,
  read: { none: [], use: useFences },
  draw: fenceLayers,
  names: fenceNames,
  pick: (id) => ({ kind: 'select', selection: { kind: 'fence', id } }),
  hover: (id, { lang }, fences) => {
    const fence = fences.find((row) => row.id === id)
    return fence ? { name: namesIn(fence.name, lang), value: '' } : null
  },
  legend: (input) =>
    isOnGround(input)
      ? {
          id: 'fences',
          title: { zh: '电子围栏', en: 'Fences' },
          entries: KINDS.map(([kind, name]) => ({ name, hex: FENCE_HEX[kind], dashed: kind === 'route' })),
        }
      : null,
  selects: ['fence'],
})
