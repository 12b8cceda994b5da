/** New files of a made-up subject, 会议 (meetings): an index, a layer, a panel, a card and a scene. Path by path, nothing else. */
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
  ramp: ['#1d3350', '#2f4f6f', '#47708f', '#6a94ad', '#9bbccb', '#d8ecf2'],
  of: { part: 'workstationsUsed', base: 'workstations', unit: { zh: '个', en: 'seats' } },
  inputs: ['workstationsUsed', 'workstations'],
  breaks: [20, 40, 60, 80, 90],
  reference: 60,
  rooms: 'floor',
  value: (m) => ratio(m.workstationsUsed, m.workstations, 100),
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

/** Asks the copy what its screen shows; it runs in the copy, through Vite's own transform. */
export const WEB_PROBE = `
import { renderToString } from 'vue/server-renderer'
import { createSSRApp, h, type Component } from 'vue'
import { createPinia, setActivePinia } from 'pinia'
import { i18n } from './src/i18n/index.ts'
import { INDICES, indexOf } from '#shared/indices/indices.ts'
import { measuresFromArray, measuresToArray } from '#shared/indices/measures.ts'
import { explainIndex } from './src/boards/common/explain.ts'
import { cardFor, scenePanels, PANELS } from './src/boards/registry.ts'
import { rankRows } from './src/boards/housing/panels/index-ranking/viewModel.ts'
import { SCENES, sceneOf } from './src/app/shell/scenes.ts'
import { SELECTION_KINDS } from './src/app/shell/selections.ts'
import { LAYERS } from './src/layers/registry.ts'
import { dataOf } from './src/layers/layer.ts'
import { project } from './src/projections/project.ts'
import { pickIntent } from './src/projections/drill.ts'
import { parseSelection } from './src/state/stores/view.ts'
import { EnergyTable } from './src/state/live/energy.ts'
import { VehicleTable } from './src/state/live/vehicles.ts'
import IndexSwitch from './src/app/frame/scene/IndexSwitch.vue'
import LegendCard from './src/app/frame/scene/LegendCard.vue'
import HoverChip from './src/app/frame/scene/HoverChip.vue'
import PanelColumn from './src/app/frame/panels/PanelColumn.vue'
import FormulaList from './src/boards/standards/panels/standards/FormulaList.vue'

const seats = (used, of) => measuresToArray({ workstationsUsed: used, workstations: of })
const region = (id, kind, parent, measures) => ({
  id, kind, parent, name: id, center: [108, 22], measures,
  geometry: [[[[108, 22], [109, 22], [109, 23], [108, 22]]]],
})
const regions = [
  region('450000', 'province', null, seats(50, 100)),
  region('450100', 'city', '450000', seats(90, 100)),
  region('450102', 'county', '450100', seats(95, 100)),
]
const inputOf = (scene, changes = {}) => ({
  regions, geometry: 1, view: null, compound: null, compoundOutline: null, compounds: null, interior: null,
  vehicles: new VehicleTable(), energy: new EnergyTable(), read: {}, index: indexOf('seatUse'),
  basis: 'equivalent-heat', lang: 'zh', engine: 'map', layers: sceneOf(scene).layers,
  selection: null, hovered: null, textPx: 16, ...changes,
})
const pinia = createPinia()
setActivePinia(pinia)
const rendered = (component: Component, props = {}) =>
  renderToString(createSSRApp({ render: () => h(component, props) }).use(pinia).use(i18n))

export default async () => {
  const may = () => true
  const panels = scenePanels(sceneOf('meetings').panels.left, { may, place: 'province' }).panels
  const children = regions.slice(1).map((row) => ({ ...row, measures: measuresFromArray(row.measures) }))
  const state = { regions, view: null, interior: null, selection: null }
  const picture = project(inputOf('overview'), LAYERS)
  return {
    indices: INDICES.map(({ id }) => id),
    switch: await rendered(IndexSwitch),
    formulas: await rendered(FormulaList),
    legend: await rendered(LegendCard, { input: inputOf('overview') }),
    hover: await rendered(HoverChip, { input: inputOf('overview', { hovered: { layer: 'halls', id: 'H1' } }) }),
    column: await rendered(PanelColumn, { ids: ['meetings-today'], place: '450000', region: '450000' }),
    ranking: rankRows(children, indexOf('seatUse'), 'equivalent-heat').map(({ id, rank, value }) => [id, rank, value]),
    why: explainIndex(indexOf('seatUse'), children[0].measures, 'equivalent-heat', '某市', 'zh', 0),
    scenes: SCENES.map(({ id }) => id),
    overviewLayers: sceneOf('overview').layers,
    picture: picture.map(({ id }) => id),
    names: picture.find(({ kind }) => kind === 'labels').labels.map(({ text }) => text),
    county: [...picture.find(({ id }) => id === 'regions').fill.values],
    pick: pickIntent({ layer: 'halls', id: 'H1' }, state, LAYERS),
    selection: parseSelection('hall:H1', SELECTION_KINDS),
    card: cardFor({ kind: 'hall', id: 'H1' }, null, may)?.id,
    atProvince: panels.map(({ id }) => id),
    atCounty: scenePanels(['meetings-today'], { may, place: 'county' }).panels.map(({ id }) => id),
    layerData: dataOf(LAYERS.find(({ id }) => id === 'meetings'), inputOf('overview')),
    panels: PANELS.length,
  }
}
`

/** Asks the server's half of the copy: the ranking and the schema of its query, in Node, without Vite. */
export const SERVER_PROBE = `
import { housingContracts } from '#shared/housing/routes.ts'
import { measuresToArray } from '#shared/indices/measures.ts'
import { makeRankings } from './server/housing/measures/rankings.ts'

const tree = { get: (id) => ({ code: id, level: id === 'P' ? 'city' : 'county', name: id, parent: 'P' }), subtree: () => ['P', 'A', 'B'], province: () => null }
const sums = { A: [20, 100], B: [80, 100], P: [100, 200] }
const rankings = makeRankings({
  tree,
  scope: { requireRegion: () => undefined, unit: () => null },
  measures: { places: async (ids) => ids.map((id) => ({ id, measures: measuresToArray({ workstationsUsed: sums[id][0], workstations: sums[id][1] }) })) },
  rules: () => ({}),
  clock: () => 0,
})
const query = housingContracts.rankings.query.parse({ region: '450000', index: 'seatUse' })
const { rows, value } = await rankings.rank({}, { ...query, region: 'P', of: 'children' })
console.log(JSON.stringify({ value, rows: rows.map(({ id, rank, value, class: klass }) => [id, rank, value, klass]) }))
`
