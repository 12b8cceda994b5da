import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import vue from '@vitejs/plugin-vue'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer, type ViteDevServer } from 'vite'
import { rgba } from '../../../src/theme/ramps.ts'
import { WEB_FILES } from './webFiles.ts'
import { SERVER_PROBE, WEB_PROBE } from './webProbe.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const TREE = ['src', 'server', 'scenes', 'package.json', 'tsconfig.json']
const copy = mkdtempSync(join(tmpdir(), 'guanlan-extended-'))

/** Adds a file to the copy; throws where one stands already, for nothing that is there may be touched. */
const add = (path: string, text: string): void => {
  const file = join(copy, path)
  if (existsSync(file)) throw new Error(`${path} stands in the tree already`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text.trimStart())
}

let server: ViteDevServer
let told: any
beforeAll(async () => {
  for (const part of TREE) cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  for (const [path, text] of Object.entries(WEB_FILES)) add(path, text)
  add('probe.ts', WEB_PROBE)
  add('serverProbe.ts', SERVER_PROBE)
  server = await createServer({
    root: copy,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    plugins: [vue()],
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, watch: null, ws: false },
    ssr: { resolve: { conditions: ['browser', 'module', 'development'] } },
  })
  told = await ((await server.ssrLoadModule('/probe.ts')) as { default: () => unknown }).default()
}, 120_000)
afterAll(async () => {
  await server?.close()
  rmSync(copy, { recursive: true, force: true })
})

describe('an index, a figure, topics and a page in new files alone', () => {
  it('put the index into the switch, the legend, the formulas, the ranking and its reasons', () => {
    expect(told.indices).toEqual(['over', 'idle', 'seatUse', 'perCapita', 'energy', 'vehicleUse', 'quality'])
    expect(told.switch).toMatch(/data-index="seatUse"[^]*?工位使用率/)
    expect(told.formulas).toContain('在用工位 ÷ 工位 × 100')
    expect(told.legend).toMatch(/<h2[^]*?工位使用率[^]*?在用工位 ÷ 工位 × 100/)
    expect(told.legend).toContain('background:#d8ecf2')
    expect(told.ranking).toEqual([
      ['450102', 1, 95],
      ['450100', 2, 90],
    ])
    expect(told.why).toMatchObject({ index: 'seatUse', mark: 'D', threshold: '60.0 %' })
    expect(told.why.rows).toEqual([
      { label: '在用工位', value: '90 个' },
      { label: '工位', value: '100 个' },
    ])
    expect(told.county).toEqual([...rgba('#1d3350')])
  })

  it('put the figure among the others, and its formula on their page', () => {
    expect(told.figures).toEqual([
      'areaPerHead',
      'classUse',
      'seatsPerHead',
      'certified',
      'energyPerHead',
      'waterPerHead',
    ])
    expect(told.seatsPerHead).toBe(1.5)
    expect(told.formulas).toContain('工位 ÷ 实有人数')
  })

  it('bring the topics to whoever asks for them, a binary one by the columns of its definition, and no longer than that', () => {
    const { atFirst, asked, left, heard } = told.topics
    expect(atFirst).toEqual(['alerts', 'energy', 'ledger', 'load', 'sources', 'standards', 'vehicles'])
    expect(asked).toEqual(['hall-bookings', 'hall-noise'])
    expect(heard).toEqual([[{ hall: '荔园' }], [1, 42.5]])
    expect(left.slice(0, 2)).toEqual(['hall-bookings', 'hall-noise'])
  })

  it('put the page under its own group in the platform’s navigation', () => {
    expect(told.nav.map(([title]: [string]) => title)).toEqual([
      '办公用房',
      '会议',
      '公务用车',
      '统计与预警',
      '标准与口径',
      '系统管理',
    ])
  })
})

describe('a layer and a panel in new files alone', () => {
  it('draw the layer on a scene that is there and on one of its own, name it, tell it in the legend and under the pointer', () => {
    expect(told.overviewLayers).toContain('meetings')
    expect(told.picture).toContain('halls')
    expect(told.picture.at(-1)).toBe('labels')
    expect(told.names).toContain('荔园大厅')
    expect(told.legend).toMatch(/data-legend="meetings"[^]*?会议[^]*?会议厅/)
    expect(told.hover).toContain('荔园大厅')
    expect(told.layerData).toHaveLength(1)
  })

  it('let it be picked, put into the address and told by a card', () => {
    const selection = { kind: 'hall', id: 'H1' }
    expect(told.pick).toEqual({ kind: 'select', selection })
    expect(told.selection).toEqual(selection)
    expect(told.card).toBe('hall-card')
  })

  it('put the panel on a scene, at the levels of which it has something to say', () => {
    expect(told.scenes).toContain('meetings')
    expect([told.atProvince, told.atCounty]).toEqual([['meetings-today'], []])
    expect(told.column).toContain('data-panel="meetings-today"')
    expect(told.column).toContain('minmax(calc(var(--text) * 6), 2fr)')
  })

  it('ask the verdict on the scenes that it names, among those that are there, and nowhere else', () => {
    expect(told.verdicts).toEqual([['seat-use'], ['over', 'seat-use', 'idle', 'perCapita'], []])
    expect(told.strip).toMatch(/data-verdict="seat-use"[^]*?工位用满了吗/)
  })

  it('are ranked by the server, whose query takes the index', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'serverProbe.ts'],
      { cwd: copy },
    )
    expect(JSON.parse(stdout)).toEqual({
      value: 50,
      rows: [
        ['B', 1, 80, 1],
        ['A', 2, 20, 4],
      ],
    })
  })
})
