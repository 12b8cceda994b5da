/** New files of a made-up subject, 会议 (meetings): an index, a figure, topics, a verdict, a layer, a panel, a page, a card and a scene. Path by path, nothing else. */
export const WEB_FILES: Readonly<Record<string, string>> = {
  'src/shared/meetings/indices/seatUse.ts': `
import { index, ratio } from '../../indices/definition.ts'

declare module '../../indices/definition.ts' {
  interface IndexIds {
    seatUse: true
  }
}

export default index({
  id: 'seatUse',
  order: 25,
  name: { zh: '工位使用率', en: 'Seat use' },
  unit: '%',
  decimals: 1,
  formula: { zh: '在用工位 ÷ 工位 × 100', en: 'seats in use ÷ seats × 100' },
  source: { zh: '本系统口径', en: "this system's definition" },
  mark: 'D',
  ramp: ['#1d3350', '#2f4f6f', '#47708f', '#8fb3c5', '#d8ecf2'],
  of: { part: 'workstationsUsed', base: 'workstations', unit: { zh: '个', en: 'seats' } },
  inputs: ['workstationsUsed', 'workstations'],
  better: 'more',
  breaks: [90, 80, 60, 40],
  reference: 60,
  rooms: 'floor',
  value: (m) => ratio(m.workstationsUsed, m.workstations, 100),
})
`,
  'src/shared/meetings/figures/seatsPerHead.ts': `
import { HEADS, perHead } from '../../indices/definition.ts'
import { figure } from '../../indices/figure.ts'

declare module '../../indices/figure.ts' {
  interface FigureIds {
    seatsPerHead: true
  }
}

export default figure({
  id: 'seatsPerHead',
  order: 25,
  name: { zh: '人均工位', en: 'Seats per head' },
  unit: '个/人',
  decimals: 1,
  formula: { zh: '工位 ÷ 实有人数', en: 'seats ÷ people' },
  source: { zh: '本系统口径', en: "this system's definition" },
  mark: 'D',
  reference: null,
  of: { part: null, base: 'people', unit: HEADS },
  inputs: ['workstations', 'people'],
  value: (m) => perHead(m.workstations, m.people),
})
`,
  'src/shared/meetings/topics.ts': `
import { topic } from '../kernel/topic.ts'

export const hallBookings = topic({ name: 'hall-bookings', kind: 'batch', permission: 'view.places' })
export const hallNoise = topic({
  name: 'hall-noise',
  kind: 'latest',
  permission: 'view.live',
  frame: { code: 200, columns: { ordinal: 'u32', db: 'f32' } },
})

declare module '../kernel/topic.ts' {
  interface BatchItems {
    'hall-bookings': { readonly hall: string }
  }
  interface FrameTopics {
    'hall-noise': typeof hallNoise
  }
}
`,
  'src/boards/meetings/panels/halls/index.ts': `
import { pageGroup, panel } from '../../../panel.ts'

export default panel({
  id: 'halls',
  placement: 'page',
  group: pageGroup({ id: 'meetings', title: { zh: '会议', en: 'Meetings' }, order: 15 }),
  workplace: 'management',
  title: { zh: '会议厅一览', en: 'Halls' },
  needs: null,
  order: 1,
  load: () => import('../meetings-today/MeetingsToday.vue'),
})
`,
  'src/boards/meetings/verdicts/seatUse.ts': `
import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

export default ledgerVerdict({
  id: 'seat-use',
  question: { zh: '工位用满了吗?', en: 'Are seats in use?' },
  scenes: { meetings: 10, housing: 15 },
  better: 'more',
  by: { index: 'seatUse' },
})
`,
  'src/layers/meetings/layer.ts': `
import { fillColumn, floatColumn } from '../../projections/parts/columns.ts'
import { layer } from '../layer.ts'
import { HALLS, useHalls } from './read.ts'

declare module '#shared/scene/selection.ts' {
  interface SelectionKinds {
    hall: true
  }
}

export default layer({
  id: 'meetings',
  parts: { halls: { zh: '会议厅', en: 'Halls' } },
  level: 55,
  scenes: ['overview'],
  read: { none: HALLS, use: useHalls },
  draw: (input, halls) => [
    {
      id: 'halls',
      kind: 'points',
      visible: true,
      pickable: true,
      ids: halls.map(({ id }) => id),
      positions: { values: Float64Array.from(halls.flatMap(({ at }) => at)), version: halls.length },
      fill: fillColumn(halls, () => [255, 128, 0, 255]),
      radii: floatColumn(halls, () => input.textPx),
      selected: input.selection?.kind === 'hall' ? input.selection.id : null,
    },
  ],
  names: (_input, halls) =>
    halls.map(({ id, name, at }) => ({ id, at, text: name, priority: 1, emphasis: false })),
  pick: (id) => ({ kind: 'select', selection: { kind: 'hall', id } }),
  hover: (id, _input, halls) => {
    const hall = halls.find((one) => one.id === id)
    return hall ? { name: hall.name, value: '' } : null
  },
  legend: () => ({
    id: 'meetings',
    title: { zh: '会议', en: 'Meetings' },
    entries: [{ name: { zh: '会议厅', en: 'Hall' }, hex: '#ff8000' }],
  }),
  selects: ['hall'],
})
`,
  'src/layers/meetings/read.ts': `
export interface Hall {
  readonly id: string
  readonly name: string
  readonly at: readonly [number, number]
}
export const HALLS: readonly Hall[] = [{ id: 'H1', name: '荔园大厅', at: [108.3, 22.8] }]
export const useHalls = (): (() => readonly Hall[]) => () => HALLS
`,
  'src/boards/meetings/panels/meetings-today/index.ts': `
import { panel } from '../../../panel.ts'

export default panel({
  id: 'meetings-today',
  placement: 'scene',
  title: { zh: '今日会议', en: 'Meetings today' },
  question: { zh: '今天哪里开会?', en: 'Where do meetings take place today?' },
  needs: null,
  places: ['province', 'city'],
  weight: 2,
  leastRows: 4,
  load: () => import('./MeetingsToday.vue'),
})
`,
  'src/boards/meetings/panels/meetings-today/MeetingsToday.vue': `
<script setup lang="ts">
import PanelFrame from '../../../../widgets/PanelFrame.vue'
import type { PanelProps } from '../../../panel.ts'

defineProps<PanelProps>()
</script>

<template>
  <PanelFrame :title="title" state="ready"><p data-meetings>{{ place }}</p></PanelFrame>
</template>
`,
  'src/boards/meetings/panels/hall-card/index.ts': `
import { panel } from '../../../panel.ts'

export default panel({
  id: 'hall-card',
  placement: 'card',
  title: { zh: '会议厅', en: 'Hall' },
  needs: null,
  selections: ['hall'],
  places: [],
  priority: 2,
  load: () => import('../meetings-today/MeetingsToday.vue'),
})
`,
  'scenes/meetings/scene.json': JSON.stringify({
    id: 'meetings',
    title: { zh: '会议', en: 'Meetings' },
    order: 60,
    index: 'seatUse',
    engine: 'map',
    camera: null,
    layers: ['regions', 'meetings', 'labels'],
    panels: { left: ['meetings-today'], right: ['index-ranking'] },
  }),
}
