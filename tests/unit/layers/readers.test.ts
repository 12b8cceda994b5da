// @vitest-environment happy-dom
/** What layers read for themselves: nothing until a scene shows them, nothing that the role may not see, and no fault of the server breaks the picture. */
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, ref, type Ref } from 'vue'
import { LAYERS } from '../../../src/layers/registry.ts'
import type { Role } from '../../../src/shared/kernel/roles.ts'
import {
  useReplayStore,
  useSessionStore,
  useTables,
  useTrackStore,
  useViewStore,
} from '../../../src/state/stores/index.ts'
import { NOW } from '../../builders/mount/names.ts'
import { makeStage, settled, turn, type Mood, type Stage } from '../../builders/mount/stage.ts'

let mounted: VueWrapper | null = null
afterEach(() => {
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

describe('what is read of one place', () => {
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
