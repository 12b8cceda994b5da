/** The interior on one page: what it looks like, what it promises beyond the common contract, and the contract, which the engine that draws nothing holds too. */
import { describe, expect, it } from 'vitest'
import { holdsContract } from '../contract/engine/contract.ts'
import { openEngine } from '../contract/engine/opened.ts'
import { subjectOf } from '../contract/engine/subjects.ts'
import { compareWithGolden } from '../builders/screen/golden.ts'
import { fillOf } from '../builders/screen/engine/ground.ts'
import { touching } from '../builders/screen/engine/touching.ts'
import { arrowsOn, iconsOn, walksOn } from './cases/room.ts'
import { floorCases } from './cases/floors.ts'
import { pixelsOf } from '../builders/screen/picture/pixels.ts'

const on = openEngine(subjectOf('interior'))

/** Sets the case with these knobs, frames it and waits until it stands. */
const show = (knobs: object): Promise<void> =>
  on.opened.page.evaluate(async (wanted) => {
    await window.harness.setLayers(window.harness.layers('interior', wanted))
    await window.harness.engine.flyTo(
      { kind: 'bounds', bounds: [0, 0, 0, 0], pitchDeg: 55, bearingDeg: -25, padding: [0, 0, 0, 0] },
      0,
    )
    await window.harness.settle()
  }, knobs)

const pickAll = (step: number): Promise<string[]> =>
  on.opened.page.evaluate((every) => {
    const found = new Set<string>()
    for (let y = 0; y < innerHeight; y += every)
      for (let x = 0; x < innerWidth; x += every) found.add(window.harness.engine.pick(x, y)?.id ?? '')
    return [...found].filter(Boolean).sort()
  }, step)

const looksLike = async (name: string): Promise<void> =>
  compareWithGolden(
    name,
    Buffer.from(await on.opened.page.evaluate(() => window.harness.capture()), 'base64'),
  )

describe('interior', () => {
  it('stands as a stack with its basement', async () => {
    await show({})
    await looksLike('interior-stack')
  })

  it('opens a floor with one room chosen', async () => {
    await show({ focusFloor: 'f2', selected: 'r204', hovered: 'r207' })
    await looksLike('interior-floor')
  })

  it('gives floors while nothing is opened, and rooms and desks of the opened floor only', async () => {
    await show({})
    expect(await pickAll(8)).toEqual(['f-1', 'f1', 'f2', 'f3', 'f4'])
    await show({ focusFloor: 'f3' })
    const found = await pickAll(6)
    const rooms = found.filter((id) => /^r\d+$/.test(id))
    expect(rooms).toHaveLength(11)
    expect(rooms.every((id) => id.startsWith('r3'))).toBe(true)
    expect(found.filter((id) => /^r3\d+-d\d$/.test(id)).length).toBeGreaterThan(10)
  })

  it('changes all colours without touching geometry', async () => {
    await show({ focusFloor: 'f2', fillVersion: 3, shift: 0 })
    const counted = await on.opened.page.evaluate(() =>
      window.harness.counted(() =>
        window.harness.engine.setLayers(
          window.harness.layers('interior', { focusFloor: 'f2', fillVersion: 4, shift: 2 }),
        ),
      ),
    )
    expect(counted.uploads).toBe(1)
    expect(counted.uploadedBytes).toBe(256)
  })
})

describe('interior', () => {
  it('eases to a floor that is opened, and frames the stack again when it is closed', async () => {
    const zooms = await on.opened.page.evaluate(async () => {
      const { engine, layers, setLayers } = window.harness
      await setLayers(layers('interior'))
      await engine.flyTo(
        { kind: 'bounds', bounds: [0, 0, 0, 0], pitchDeg: 62, bearingDeg: 10, padding: [0, 0, 0, 0] },
        0,
      )
      const stack = engine.getCamera()
      window.harness.events.length = 0
      await setLayers(layers('interior', { focusFloor: 'f2' }))
      const steps = window.harness.events.filter(({ name }) => name === 'camera').length
      const floor = engine.getCamera()
      await setLayers(layers('interior'))
      return { stack, floor, again: engine.getCamera(), steps }
    })
    expect(zooms.steps).toBeGreaterThan(0)
    expect(zooms.floor.bearingDeg).toBeCloseTo(zooms.stack.bearingDeg, 6)
    expect(zooms.floor.zoom).toBeGreaterThan(zooms.stack.zoom)
    expect(zooms.again.zoom).toBeCloseTo(zooms.stack.zoom, 6)
  })

  it('draws forty floors of sixty rooms with few calls, and sends nothing at rest', async () => {
    const { calls, picked, sent } = await on.opened.page.evaluate(async () => {
      const specs = window.harness.layers('interior', { floors: 40, bays: 30 })
      const named = specs.map((spec) => (spec.kind === 'interior' ? { ...spec, building: 'tower' } : spec))
      window.harness.engine.setLayers(named)
      await window.harness.settle()
      const before = window.harness.engine.stats()
      await window.harness.capture()
      const after = window.harness.engine.stats()
      return {
        calls: (after.drawCalls - before.drawCalls) / (after.frames - before.frames),
        picked: window.harness.engine.pick(250, 180)?.layer,
        sent: after.uploads - before.uploads,
      }
    })
    expect(calls).toBeLessThanOrEqual(8)
    expect([picked, sent]).toEqual(['interior', 0])
  })
})

describe('interior', () => {
  it('reports a room that cannot be drawn and draws the rest', async () => {
    const { errors, picked } = await on.opened.page.evaluate(async () => {
      window.harness.events.length = 0
      const specs = window.harness.layers('interior').map((spec) =>
        spec.kind === 'interior'
          ? {
              ...spec,
              building: 'broken',
              floors: spec.floors.map((floor) => ({
                ...floor,
                rooms: floor.rooms.map((room, i) =>
                  i === 0 ? { ...room, ring: room.ring.slice(0, 2) } : room,
                ),
              })),
            }
          : spec,
      )
      await window.harness.setLayers(specs)
      return {
        errors: window.harness.events
          .filter(({ name }) => name === 'error')
          .map(({ payload }) => (payload as { message: string }).message),
        picked: window.harness.engine.pick(250, 180)?.layer,
      }
    })
    expect(errors).toHaveLength(5)
    expect(errors[0]).toContain('ring has 2 distinct corners, expected at least 3')
    expect(picked).toBe('interior')
  })

  it('turns with a drag, comes nearer with the wheel, and tells clicks', async () => {
    await show({})
    await on.opened.page.evaluate(() => (window.harness.events.length = 0))
    const before = await on.opened.page.evaluate(() => window.harness.engine.getCamera())
    await on.opened.page.mouse.move(320, 180)
    await on.opened.page.mouse.down()
    await on.opened.page.mouse.move(420, 160, { steps: 4 })
    await on.opened.page.mouse.up()
    await on.opened.page.evaluate(() => window.harness.settle())
    const turned = await on.opened.page.evaluate(() => window.harness.engine.getCamera())
    expect(turned.bearingDeg - before.bearingDeg).toBeGreaterThan(20)
    await on.opened.page.mouse.wheel(0, -200)
    await on.opened.page.evaluate(() => window.harness.settle())
    expect(await on.opened.page.evaluate(() => window.harness.engine.getCamera().zoom)).toBeGreaterThan(
      turned.zoom,
    )
    await on.opened.page.mouse.click(250, 180)
    const picks = await on.opened.page.evaluate(() =>
      window.harness.events.filter(({ name }) => name === 'pick').map(({ payload }) => payload),
    )
    expect(picks).toHaveLength(1)
    expect(picks[0]).toMatchObject({ layer: 'interior' })
  })
})

floorCases(on)

/** Sets the compound with these knobs and frames it from its gate. */
const stand = (knobs: object): Promise<void> =>
  on.opened.page.evaluate(async (wanted) => {
    await window.harness.setLayers(window.harness.layers('compound', wanted))
    await window.harness.engine.flyTo(
      { kind: 'bounds', bounds: [0, 0, 0, 0], pitchDeg: 61, bearingDeg: 26, padding: [0, 0, 0, 0] },
      0,
    )
    await window.harness.settle()
  }, knobs)

/** How many pixels of the canvas have exactly the colour of each building's class. */
const crownPixels = async (light: string): Promise<number[]> => {
  await stand({ light })
  const shot = Buffer.from(await on.opened.page.evaluate(() => window.harness.capture()), 'base64')
  const { rgb } = pixelsOf(shot)
  const fill = fillOf(6, 0)
  return [0, 1, 2, 3, 4].map((row) => {
    const [r, g, b] = fill.subarray(row * 4)
    return rgb.reduce((sum, pixel) => sum + Number(pixel === ((r! << 16) | (g! << 8) | b!)), 0)
  })
}

describe('a compound', () => {
  it('has its crowns in the legend’s colours to the bit, by day and at dusk', async () => {
    for (const light of ['day', 'dusk'])
      expect((await crownPixels(light)).map((count) => count > 60)).toEqual([true, true, true, true, true])
  })

  it('draws with few calls, uploads nothing at rest, and only the colours where they change', async () => {
    const { calls, rest, recoloured, lit } = await on.opened.page.evaluate(async () => {
      const { engine, layers, counted } = window.harness
      const set = (knobs: object) => () => engine.setLayers(layers('compound', knobs))
      await counted(set({ light: 'day' }))
      const drawn = await counted(() => window.harness.capture())
      return {
        calls: drawn.drawCalls / drawn.frames,
        rest: await counted(set({ light: 'day' })),
        recoloured: await counted(set({ light: 'day', fillVersion: 2, shift: 1 })),
        lit: await counted(set({ light: 'night', fillVersion: 2, shift: 1 })),
      }
    })
    expect(calls).toBeLessThanOrEqual(60)
    expect([rest.frames, rest.uploads]).toEqual([0, 0])
    expect(recoloured.uploadedBytes).toBeLessThan(1_500_000)
    expect(lit.uploadedBytes).toBeLessThan(1_000)
  })

  it('gives its buildings to the pointer, and its place to a building that is opened', async () => {
    await stand({ light: 'day' })
    expect(await pickAll(8)).toEqual(['court', 'east', 'high', 'main', 'tower', 'west'])
    const plates = await on.opened.page.evaluate(() => window.harness.engine.drawnLabels!())
    expect(plates.map(({ text, sizePx }) => [text, sizePx >= 16])).toContainEqual(['4号楼 9.7%', true])
    expect([plates.length > 4, touching(plates)]).toEqual([true, []])
    await show({})
    expect(await pickAll(8)).toEqual(['f-1', 'f1', 'f2', 'f3', 'f4'])
  })
})

describe('rooms of an opened floor', () => iconsOn(on))

describe('a chosen room', () => arrowsOn(on))

describe('a walk', () => walksOn(on))

holdsContract(on)

describe('the engine that draws nothing', () => holdsContract(openEngine(subjectOf('none'))))
