/** Asks the copy what its screen shows; it runs in the copy, through Vite's own transform. */
export const WEB_PROBE = `
import { renderToString } from 'vue/server-renderer'
import { createSSRApp, effectScope, h, type Component } from 'vue'
import { createPinia, setActivePinia } from 'pinia'
import { i18n } from './src/i18n/index.ts'
import { INDICES, indexOf } from '#shared/indices/indices.ts'
import { measuresFromArray, measuresToArray } from '#shared/indices/measures.ts'
import { explainIndex } from './src/boards/common/explain.ts'
import { verdictsOf } from './src/boards/verdicts.ts'
import VerdictStrip from './src/app/frame/verdicts/VerdictStrip.vue'
import { cardFor, scenePanels, PANELS } from './src/boards/registry.ts'
import { rankRows } from './src/boards/housing/panels/index-ranking/viewModel.ts'
import { bridgeLive } from './src/app/data/live.ts'
import { inGroups, platformPages } from './src/app/pages/platformPages.ts'
import { SCENES, sceneOf } from './src/app/shell/scenes.ts'
import { makeClock } from './src/state/clock.ts'
import { makeLiveTables } from './src/state/live/tables.ts'
import { useSessionStore, useTopic, useViewStore } from './src/state/stores/index.ts'
import { installServices } from './src/state/stores/remote/services.ts'
import { FIGURES, figureOf } from '#shared/indices/figures.ts'
import { makeFrame } from '#shared/protocol/frame.ts'
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
import HoverChip from './src/app/frame/hands/HoverChip.vue'
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
  regions, borders: new Map(), geometry: 1, view: null, compound: null, compoundOutline: null, compounds: null, interior: null,
  vehicles: new VehicleTable(), energy: new EnergyTable(), read: {}, index: indexOf('seatUse'),
  basis: 'equivalent-heat', lang: 'zh', engine: 'map', layers: sceneOf(scene).layers,
  selection: null, hovered: null, textPx: 16, ...changes,
})
const pinia = createPinia()
setActivePinia(pinia)
const rendered = (component: Component, props = {}) =>
  renderToString(createSSRApp({ render: () => h(component, props) }).use(pinia).use(i18n))

/** A session whose line is in the probe's hand: who is asked for what, and what those who listen hear. */
const topicsHeard = () => {
  const never = new Promise(() => undefined)
  installServices({ api: new Proxy({}, { get: () => () => never }), clock: makeClock(() => 0), tables: makeLiveTables() })
  useSessionStore().session = { role: 'manager', home: '450000', scope: { kind: 'region', region: '450000' } }
  const asked = []
  const left = []
  const line = {}
  const connector = {
    start: () => undefined,
    stop: () => undefined,
    subscribe: (topic) => asked.push(topic),
    unsubscribe: (topic) => left.push(topic),
    on: (event, take) => ((line[event] = take), () => undefined),
  }
  const close = bridgeLive(connector, '450000', () => undefined)
  const atFirst = asked.splice(0).sort()
  const scope = effectScope()
  const heard = []
  scope.run(() => {
    useTopic('hall-bookings', (items) => heard.push(items))
    useTopic('hall-noise', (frame) => heard.push([frame.rows, ...frame.columns.db]))
  })
  const tell = () => {
    line.batch({ region: '450000', batch: { topic: 'hall-bookings', sequence: 1, items: [{ hall: '荔园' }] } })
    const head = { topic: 'hall-noise', snapshot: true, sequence: 1, follows: 0, rows: 1, serverTime: 1 }
    const { buffer, columns } = makeFrame(head)
    columns.db[0] = 42.5
    line.frame({ region: '450000', buffer })
  }
  tell()
  scope.stop()
  tell()
  close()
  return { atFirst, asked, left, heard }
}

const stripOf = (scene) => {
  useViewStore().scene = scene
  const box = { perRow: 1, figurePx: 90, cellPx: 160, lines: 1, heightPx: 160 }
  return rendered(VerdictStrip, { place: '450000', region: '450000', box, shown: 4 })
}

export default async () => {
  const may = () => true
  const panels = scenePanels(sceneOf('meetings').panels.left, { may, place: 'province' }).panels
  const children = regions.slice(1).map((row) => ({ ...row, measures: measuresFromArray(row.measures) }))
  const state = { regions, view: null, interior: null, selection: null }
  const picture = project(inputOf('overview'), LAYERS)
  return {
    indices: INDICES.map(({ id }) => id),
    figures: FIGURES.map(({ id }) => id),
    seatsPerHead: figureOf('seatsPerHead').value(measuresFromArray(measuresToArray({ workstations: 30, people: 20 }))),
    topics: topicsHeard(),
    nav: inGroups(platformPages('management', may, 'zh', (key) => key)).map(({ group, pages }) => [group.title.zh, pages.length]),
    switch: await rendered(IndexSwitch),
    formulas: await rendered(FormulaList),
    legend: await rendered(LegendCard, { input: inputOf('overview'), inside: false }),
    hover: await rendered(HoverChip, { input: inputOf('overview', { hovered: { layer: 'halls', id: 'H1' } }) }),
    column: await rendered(PanelColumn, { ids: ['meetings-today'], place: '450000', region: '450000' }),
    ranking: rankRows(children, indexOf('seatUse'), 'equivalent-heat').map(({ id, rank, value }) => [id, rank, value]),
    why: explainIndex(indexOf('seatUse'), children[0].measures, 'equivalent-heat', '某市', 'zh', 0),
    verdicts: ['meetings', 'housing', 'nowhere'].map((scene) => verdictsOf(scene, { may }).map(({ id }) => id)),
    strip: await stripOf('meetings'),
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
