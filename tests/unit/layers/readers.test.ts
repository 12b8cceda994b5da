// @vitest-environment happy-dom
/** What layers read for themselves: nothing until a scene shows them, nothing that the role may not see, and no fault of the server breaks the picture. */
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, ref, type Ref } from 'vue'
import { LAYERS } from '../../../src/layers/registry.ts'
import type { Role } from '../../../src/shared/kernel/roles.ts'
import {
  useReplayStore,
  useSessionStore,
  useTables,
  useTrackStore,
  useUiStore,
  useViewStore,
} from '../../../src/state/stores/index.ts'
import { lateLayer, type LateDrawing } from '../../../src/layers/late/read.ts'
import type { SceneInput } from '../../../src/projections/input.ts'
import { NOW } from '../../builders/mount/names.ts'
import { makeStage, settled, turn, type Mood, type Stage } from '../../builders/mount/stage.ts'

let mounted: VueWrapper | null = null
afterEach(() => {
  vi.unstubAllGlobals()
  mounted?.unmount()
  mounted = null
})

interface Read {
  readonly stage: Stage
  readonly on: Ref<boolean>
  readonly rows: () => readonly unknown[]
}
/** A layer's reader as a screen sets it up, in a scene that shows the layer when `on` says so. */
const reading = async (id: string, mood: Mood, role: Role = 'manager', place = '450103'): Promise<Read> => {
  const stage = await makeStage(mood, role)
  useViewStore().place = place
  const on = ref(false)
  let rows: () => unknown = () => []
  const use = LAYERS.find((layer) => layer.id === id)!.read!.use
  mounted = mount(
    defineComponent(() => {
      rows = use({ home: '450000', isOn: () => on.value })
      return () => null
    }),
    { global: { plugins: [stage.pinia] } },
  )
  await settled()
  return { stage, on, rows: () => rows() as readonly unknown[] }
}
const show = async ({ on }: Read, wanted = true): Promise<void> => {
  on.value = wanted
  await settled()
}

describe.each(['depots', 'energy', 'fences'])('what the layer %s reads', (id) => {
  it('is nothing until a scene shows it, and then what the server has', async () => {
    const read = await reading(id, 'full')
    expect(read.rows()).toEqual([])
    await show(read)
    expect(read.rows()).toHaveLength(3)
    expect(read.stage.served.strange).toEqual([])
  })

  it('is nothing where the server fails, and comes where it is asked again when it is shown again', async () => {
    const read = await reading(id, 'failed')
    await show(read)
    expect(read.rows()).toEqual([])
    await show(read, false)
    await turn(read.stage, 'full')
    await show(read)
    if (id !== 'fences') expect(read.rows()).toHaveLength(3)
  })
})

describe('a layer whose code does not come', () => {
  it('is asked for ever more seldom, and says so until it is there', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const stage = await makeStage('full', 'manager')
    const asked = vi.fn(() => Promise.reject(new Error('no way to the server')))
    const { read } = lateLayer({ id: 'late', name: { zh: '晚', en: 'Late' }, level: 0, load: asked })
    mounted = mount(
      defineComponent(() => {
        read!.use({ home: '450000', isOn: () => true })
        return () => null
      }),
      { global: { plugins: [stage.pinia] } },
    )
    const minutes: number[] = []
    for (let half = 0; half <= 60; half++) {
      const before = asked.mock.calls.length
      await vi.advanceTimersByTimeAsync(30_000)
      if (asked.mock.calls.length > before) minutes.push(half / 2)
    }
    expect(minutes).toEqual([0, 0.5, 1.5, 3.5, 7.5, 15.5, 25.5])
    expect(useUiStore().faults.get('late')).toBe('no way to the server')
    vi.useRealTimers()
  })
})

describe('what is read of one place', () => {
  it('is what gathers compounds as discs, with the first county that is open', async () => {
    const read = await reading('compounds', 'full', 'manager', '450100')
    await show(read)
    expect(read.rows()).toBeNull()
    useViewStore().place = '450103'
    await vi.waitFor(() => expect(read.rows()).toBeTypeOf('function'))
    useViewStore().place = '450100'
    await settled()
    expect(read.rows()).toBeTypeOf('function')
  })

  it('are no fences where no county is open', async () => {
    const read = await reading('fences', 'full', 'manager', '450100')
    await show(read)
    expect(read.rows()).toEqual([])
    useViewStore().place = '450103'
    await settled()
    expect(read.rows()).toHaveLength(3)
  })

  it('is the track of the selected vehicle, for roles that may see one, in pieces between its gaps', async () => {
    const read = await reading('track', 'full')
    expect(read.rows()).toEqual([])
    useViewStore().selection = { kind: 'vehicle', id: 'V1' }
    await settled()
    expect(read.rows().length).toBeGreaterThan(0)
    expect(useTrackStore().track).not.toBeNull()
    useViewStore().selection = { kind: 'fence', id: 'V1' }
    await settled()
    expect([read.rows(), useTrackStore().track]).toEqual([[], null])
    useReplayStore().seek(NOW - 3_600_000)
    useViewStore().selection = { kind: 'vehicle', id: 'V1' }
    await settled()
    expect(read.rows().length).toBeGreaterThan(0)
  })

  it('is no track for a screen that may not see any', async () => {
    const read = await reading('track', 'full', 'wall')
    useViewStore().selection = { kind: 'vehicle', id: 'V1' }
    await settled()
    expect([useSessionStore().may('view.tracks'), read.rows()]).toEqual([false, []])
  })
})

describe('what is read of the past', () => {
  it('are the loads of the instant, in the table of the past, and no sites before they came', async () => {
    const read = await reading('energy', 'full')
    await show(read)
    const { pastEnergy } = useTables()
    expect(pastEnergy.read(12)).toBeNull()
    await turn(read.stage, 'waiting')
    useReplayStore().seek(NOW - 3_600_000)
    await settled()
    expect(read.rows()).toEqual([])
    await turn(read.stage, 'full')
    expect(read.rows()).toHaveLength(3)
    expect(pastEnergy.read(12)).not.toBeNull()
    useReplayStore().live()
    await settled()
    expect(read.rows()).toHaveLength(3)
  })

  it('are the tilesets that this server lists', async () => {
    const read = await reading('tiles3d', 'full')
    expect(read.rows()).toEqual([])
    const session = useSessionStore()
    session.session = { ...session.session!, tilesets: ['/tiles3d/hall/tileset.json'] }
    expect(read.rows()).toEqual(['/tiles3d/hall/tileset.json'])
  })
})

/** Reads late: asked for once the first paint is over. */
const drawingOf = (read: Read): LateDrawing => read.rows() as unknown as LateDrawing
const LATE = { timeout: 10_000 }
const SQUARE = [
  [108, 22],
  [109, 22],
  [109, 23],
  [108, 22],
]
const GROUND_FILE = {
  type: 'Topology',
  arcs: [SQUARE],
  objects: {
    ...Object.fromEntries(
      ['abroad', 'region', 'neighbours'].map((name) => [name, { type: 'Polygon', arcs: [[0]] }]),
    ),
    borders: { type: 'MultiLineString', arcs: [] },
    coast: { type: 'MultiLineString', arcs: [[0]] },
  },
  frame: [100, 15, 116, 30],
  names: [],
}

describe('what is read after the first paint', () => {
  it('is the file of the ground; where it does not come, the picture is drawn without and says so', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })))
    const read = await reading('ground', 'full')
    await show(read)
    await vi.waitFor(() => expect(useUiStore().faults.get('ground')).toContain('底图文件未能载入'), LATE)
    expect(drawingOf(read).isThere).toBe(false)
    const drawn = drawingOf(read).draw({ engine: 'map', textPx: 16 } as SceneInput)
    expect(drawn.map(({ id }) => id)).toEqual(['ground'])
  })

  it('is the ground as it came, and what was said of it is over', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(GROUND_FILE)))
    const read = await reading('ground', 'full')
    expect(drawingOf(read).isThere).toBe(false)
    await show(read)
    await vi.waitFor(() => expect(drawingOf(read).isThere).toBe(true), LATE)
    expect(useUiStore().faults.has('ground')).toBe(false)
  })

  it('are trunk roads of the whole scope and every street of the open county, where positions may be seen', async () => {
    const read = await reading('roads', 'full')
    await show(read)
    await vi.waitFor(() => expect(drawingOf(read).isThere).toBe(true), LATE)
    const asked = read.stage.served.sent.filter(({ contract }) => contract.url === '/api/roads')
    expect(asked.map(({ query }) => `${query.get('region')} ${query.get('detail')}`).toSorted()).toEqual([
      '450000 trunk',
      '450103 street',
    ])
  })

  it('are no roads for who may see no positions, and a fault of the server in words', async () => {
    const blind = await reading('roads', 'full', 'auditor')
    await show(blind)
    await new Promise((done) => setTimeout(done, 1500))
    expect(blind.stage.served.sent.some(({ contract }) => contract.url === '/api/roads')).toBe(false)
    mounted?.unmount()
    const read = await reading('roads', 'full')
    await turn(read.stage, 'failed')
    await show(read)
    await vi.waitFor(() => expect(useUiStore().faults.has('roads')).toBe(true), LATE)
    expect(drawingOf(read).isThere).toBe(false)
  })
})
