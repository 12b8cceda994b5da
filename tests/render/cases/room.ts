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
