/** Rooms in the picture: the signs of what they are, and the arrows from a chosen one to the rooms that would clear it. */
import { expect, it } from 'vitest'
import type { Opened } from '../../contract/engine/opened.ts'
import { touching } from '../../builders/screen/engine/touching.ts'

/** Sets the interior with these knobs and waits until it stands. */
const showRoom = (on: Opened, knobs: object): Promise<void> =>
  on.opened.page.evaluate(async (wanted) => {
    await window.harness.setLayers(window.harness.layers('interior', wanted))
    await window.harness.settle()
  }, knobs)

const CHOSEN = { focusFloor: 'f2', selected: 'r204', remedies: ['r207', 'r404', 'r102'] }

const labels = (on: Opened) => on.opened.page.evaluate(() => window.harness.engine.drawnLabels!())

export const arrowsOn = (on: Opened): void => {
  it('leads from a chosen room to the rooms that would clear it, each named in the picture, none touching', async () => {
    await showRoom(on, CHOSEN)
    const drawn = await labels(on)
    expect(drawn.filter(({ text }) => text.startsWith('→')).map(({ id }) => id)).toEqual([
      'r207',
      'r404',
      'r102',
    ])
    expect(touching(drawn)).toEqual([])
    expect(Math.min(...drawn.map(({ sizePx }) => sizePx))).toBeGreaterThan(9)
  })

  it('chooses the named room by a click on its name, also on another floor', async () => {
    await showRoom(on, CHOSEN)
    const { box } = (await labels(on)).find(({ id }) => id === 'r404')!
    const picked = await on.opened.page.evaluate(([x, y]) => window.harness.engine.pick(x, y), [
      box.left + box.width / 2,
      box.top + box.height / 2,
    ] as const)
    expect(picked).toEqual({ layer: 'interior', id: 'r404' })
  })

  it('uploads nothing at rest, and leaves no arrow behind where the room is let go', async () => {
    await showRoom(on, CHOSEN)
    const { rest, before, after } = await on.opened.page.evaluate(async (chosen) => {
      const { engine, layers, counted, setLayers } = window.harness
      const calls = async () => {
        const drawn = await counted(() => window.harness.capture())
        return drawn.drawCalls / drawn.frames
      }
      const rest = await counted(() => engine.setLayers(layers('interior', chosen)))
      const again = await counted(() => window.harness.capture())
      const before = await calls()
      await setLayers(layers('interior', { ...chosen, remedies: [] }))
      return { rest: rest.uploads + again.uploads, before, after: await calls() }
    }, CHOSEN)
    expect([rest, before - after]).toEqual([0, 4])
  })
}

export const iconsOn = (on: Opened): void => {
  it('has the sign of what a room is where its name has no room, no smaller than a text, touching none', async () => {
    await showRoom(on, { focusFloor: 'f2' })
    const words = await labels(on)
    await showRoom(on, { focusFloor: 'f2', icons: true })
    const drawn = await labels(on)
    const told = (list: typeof drawn) => list.filter(({ text }) => /会议室|档案室|文印室/.test(text)).length
    expect(told(drawn)).toBeGreaterThanOrEqual(told(words))
    expect(touching(drawn)).toEqual([])
    expect(Math.min(...drawn.map(({ sizePx }) => sizePx))).toBeGreaterThanOrEqual(
      Math.min(...words.map(({ sizePx }) => sizePx)),
    )
  })
}

export const walksOn = (on: Opened): void => {
  const AT = { focusFloor: 'f2', selected: 'r204', walk: true }
  const camera = () => on.opened.page.evaluate(() => window.harness.engine.getCamera())

  it('is at eye height in the chosen room, which says its number, and draws nothing at rest', async () => {
    await showRoom(on, AT)
    expect((await camera()).heightM).toBeCloseTo(3.6 + 1.6, 6)
    expect((await labels(on)).map(({ id }) => id)).toEqual(['r204'])
    const rest = await on.opened.page.evaluate(
      (knobs) =>
        window.harness.counted(() =>
          window.harness.engine.setLayers(window.harness.layers('interior', knobs)),
        ),
      AT,
    )
    expect([rest.frames, rest.uploads]).toEqual([0, 0])
  })

  it('goes as it is steered, looks as it is dragged, and is over where it began', async () => {
    await showRoom(on, { focusFloor: 'f2', selected: 'r204' })
    const above = await camera()
    await showRoom(on, AT)
    const before = await camera()
    await on.opened.page.evaluate(async () => {
      window.harness.engine.steer!({ ahead: 1, aside: 0, turn: 0 })
      await new Promise((done) => setTimeout(done, 300))
      window.harness.engine.steer!({ ahead: 0, aside: 0, turn: 0 })
      await window.harness.settle()
    })
    const gone = await camera()
    expect([gone.lon, gone.lat]).not.toEqual([before.lon, before.lat])
    await on.opened.page.mouse.move(320, 180)
    await on.opened.page.mouse.down()
    await on.opened.page.mouse.move(420, 180, { steps: 2 })
    await on.opened.page.mouse.up()
    await on.opened.page.evaluate(() => window.harness.settle())
    expect((await camera()).bearingDeg).not.toBeCloseTo(gone.bearingDeg, 1)
    await showRoom(on, { focusFloor: 'f2', selected: 'r204' })
    expect((await camera()).zoom).toBeCloseTo(above.zoom, 0)
  })
}
