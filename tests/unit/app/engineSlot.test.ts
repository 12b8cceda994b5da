import { describe, expect, it } from 'vitest'
import type { EngineOptions, SceneEngine } from '../../../src/engines/SceneEngine.ts'
import { makeEngineSlot } from '../../../src/app/scene/slot/engineSlot.ts'
import type { ViewEngine } from '../../../src/state/stores/index.ts'

interface Fake {
  readonly kind: ViewEngine | 'none'
  disposed: boolean
  mounted(): void
  fails(): void
}

/** An engine whose mounting ends when the test says so. */
const fakes = (canDraw?: () => boolean, fades?: () => boolean) => {
  const faded: (() => void)[] = []
  const made: Fake[] = []
  const boxes = new Set<object>()
  const element = () => {
    const box = {
      className: '',
      hidden: false,
      clientWidth: 100,
      clientHeight: 50,
      style: { zIndex: '' },
      animate: () => ({ finished: new Promise<void>((over) => faded.push(over)), cancel: () => undefined }),
      remove: () => boxes.delete(box),
    }
    return box
  }
  const container = {
    ownerDocument: { createElement: element },
    append: (box: object) => boxes.add(box),
  } as unknown as HTMLElement
  const load = (kind: Fake['kind']) =>
    Promise.resolve(async () => {
      let end: { resolve(): void; reject(cause: Error): void }
      const done = new Promise<void>((resolve, reject) => (end = { resolve, reject }))
      const fake: Fake = {
        kind,
        disposed: false,
        mounted: () => end.resolve(),
        fails: () => end.reject(new Error('no graphics')),
      }
      made.push(fake)
      const engine = {
        kind,
        mount: () => done,
        resize: () => undefined,
        flyTo: () => Promise.resolve(),
        dispose: () => (fake.disposed = true),
        fake,
      }
      return engine as unknown as SceneEngine
    })
  const wired: SceneEngine[] = []
  const hooks = {
    wire: (engine: SceneEngine) => void wired.push(engine),
    options: () => ({ mapboxToken: null }) as EngineOptions,
    ...(canDraw && { canDraw }),
    ...(fades && { fades }),
  }
  const slot = makeEngineSlot(container, hooks, load)
  return {
    slot,
    made,
    boxes,
    faded,
    wired,
    shown: () => (slot.engine as unknown as { fake: Fake } | null)?.fake ?? null,
  }
}

const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

describe('the engine slot', () => {
  it('left while the map mounts, it ends the map as soon as it stands: no engine, no box, nobody wired', async () => {
    const { slot, made, boxes, wired } = fakes()
    const showing = slot.show('map', null)
    await turns()
    slot.dispose()
    made[0]!.mounted()
    expect(await showing).toBe(false)
    expect([made[0]!.disposed, boxes.size, wired.length, slot.engine]).toEqual([true, 0, 0, null])
  })

  it('left before the code of an engine has come, it mounts nothing', async () => {
    const { slot, made, boxes } = fakes()
    const showing = slot.show('globe', null)
    slot.dispose()
    expect(await showing).toBe(false)
    expect(made.every((fake) => fake.disposed)).toBe(true)
    expect(boxes.size).toBe(0)
  })

  it('asked for one kind twice, it mounts one, which both wait for', async () => {
    const { slot, made, boxes, shown } = fakes()
    const [first, second] = [slot.show('globe', null), slot.show('globe', null)]
    await turns()
    expect(made).toHaveLength(1)
    made[0]!.mounted()
    expect(await Promise.all([first, second])).toEqual([false, true])
    expect([shown(), made[0]!.disposed, boxes.size]).toEqual([made[0], false, 1])
  })

  it('shows what was asked for last, in whatever order mounts end, and keeps of the others only the map', async () => {
    const { slot, made, boxes, shown } = fakes()
    const asked = [slot.show('globe', null), slot.show('map', null), slot.show('interior', null)]
    await turns()
    const of = (kind: ViewEngine): Fake => made.find((fake) => fake.kind === kind)!
    of('interior').mounted()
    await turns()
    expect(shown()).toBe(of('interior'))
    of('globe').mounted()
    of('map').mounted()
    expect(await Promise.all(asked)).toEqual([false, false, true])
    expect([shown(), of('globe').disposed, of('map').disposed, boxes.size]).toEqual([
      of('interior'),
      true,
      false,
      2,
    ])
    expect(await slot.show('map', null)).toBe(true)
    expect([shown(), of('interior').disposed, boxes.size]).toEqual([of('map'), true, 1])
  })
})

describe('the engine slot', () => {
  it('goes back and forth while a globe mounts, and ends with one globe', async () => {
    const { slot, made, shown, boxes } = fakes()
    const first = slot.show('globe', null)
    await turns()
    const back = slot.show('map', null)
    await turns()
    made.find((fake) => fake.kind === 'map')!.mounted()
    expect(await back).toBe(true)
    const again = slot.show('globe', null)
    made[0]!.mounted()
    await Promise.all([first, again])
    expect(shown()?.kind).toBe('globe')
    expect(made.filter((fake) => fake.kind === 'globe' && !fake.disposed)).toHaveLength(1)
    expect(boxes.size).toBe(2)
  })

  it('throws what a mount threw to who still waits for it, leaves nothing behind, and can try again', async () => {
    const { slot, made, boxes, shown } = fakes()
    const showing = slot.show('map', null)
    await turns()
    made[0]!.fails()
    await expect(showing).rejects.toThrow('no graphics')
    expect([made[0]!.disposed, boxes.size]).toEqual([true, 0])
    const second = slot.show('map', null)
    await turns()
    made[1]!.mounted()
    expect(await second).toBe(true)
    expect(shown()).toBe(made[1])
  })

  it('on a device without graphics an engine that draws nothing stands, and asking again tries the real one', async () => {
    let graphics = false
    const { slot, made, boxes, shown } = fakes(() => graphics)
    const showing = slot.show('map', null)
    await turns()
    made[0]!.fails()
    await turns()
    made[1]!.mounted()
    expect(await showing).toBe(true)
    expect([made.map(({ kind }) => kind), shown(), boxes.size]).toEqual([['map', 'none'], made[1], 1])
    graphics = true
    const again = slot.show('map', null)
    await turns()
    made[2]!.mounted()
    expect(await again).toBe(true)
    expect([shown(), made[1]!.disposed, boxes.size]).toEqual([made[2], true, 1])
  })
})

describe('what is left', () => {
  const standing = async () => {
    const all = fakes(undefined, () => true)
    for (const kind of ['map', 'interior'] as const) {
      const showing = all.slot.show(kind, null)
      await turns()
      all.made.at(-1)!.mounted()
      await showing
    }
    const zs = (): string[] => [...all.boxes].map((box) => (box as HTMLElement).style.zIndex)
    const hidden = (): boolean[] => [...all.boxes].map((box) => (box as HTMLElement).hidden === true)
    return { ...all, zs, hidden }
  }

  it('lies over what comes until that is drawn, fades once, and is out of sight then', async () => {
    const { slot, faded, zs, hidden } = await standing()
    expect([zs(), hidden(), faded.length]).toEqual([['1', ''], [false, false], 0])
    slot.drawn()
    slot.drawn()
    expect([zs(), faded.length]).toEqual([['1', ''], 1])
    faded[0]!()
    await turns()
    expect([zs(), hidden()]).toEqual([
      ['', ''],
      [true, false],
    ])
  })

  it('comes back whole where one returns in the midst of it, and an engine that ends does so when it has faded', async () => {
    const { slot, made, faded, zs, hidden, boxes } = await standing()
    slot.drawn()
    expect(await slot.show('map', null)).toBe(true)
    expect([zs(), hidden(), made[1]!.disposed]).toEqual([['', '1'], [false, false], false])
    faded[0]!()
    slot.drawn()
    faded[1]!()
    await turns()
    expect([hidden(), made[1]!.disposed, boxes.size]).toEqual([[false], true, 1])
  })

  it('ends with the screen', async () => {
    const { slot, made, boxes } = await standing()
    slot.dispose()
    expect([made.map(({ disposed }) => disposed), boxes.size]).toEqual([[true, true], 0])
  })
})
