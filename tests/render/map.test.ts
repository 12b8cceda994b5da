/** The map: golden pictures drawn by the engine's own capture, what the map engines promise, vehicles on the move, and the common contract, all on one page. */
import { describe, expect, it } from 'vitest'
import { holdsContract } from '../contract/engine/contract.ts'
import { openEngine } from '../contract/engine/opened.ts'
import { subjectOf } from '../contract/engine/subjects.ts'
import { compareWithGolden } from '../builders/screen/golden.ts'
import { promisesOfMap } from './cases/map.ts'
import { vehicleFormsOn } from './cases/moverForms.ts'
import { vehiclesOn } from './cases/movers.ts'
import { stillOn } from './cases/still.ts'

const on = openEngine(subjectOf('map'))

const PICTURES: readonly { readonly name: string; readonly scene: string; readonly knobs?: object }[] = [
  { name: 'map-regions', scene: 'regions' },
  { name: 'map-regions-other-index', scene: 'regions', knobs: { fillVersion: 2, shift: 2 } },
  { name: 'map-selection', scene: 'regions', knobs: { selected: 'r7', hovered: 'r3' } },
  { name: 'map-buildings', scene: 'buildings', knobs: { selected: 'hall' } },
  { name: 'map-movers', scene: 'movers', knobs: { clockS: 4, selected: '1010' } },
  { name: 'map-labels', scene: 'labels' },
  { name: 'map-points', scene: 'points', knobs: { count: 60, selected: 'c12' } },
]

describe('pictures of the map', () => {
  it.each(PICTURES)('$name', async ({ name, scene, knobs }) => {
    const png = await on.opened.page.evaluate(
      async ([wanted, with_]) => {
        window.harness.engine.setLayers([])
        await window.harness.show(wanted, with_ ?? undefined)
        return window.harness.capture()
      },
      [scene, knobs ?? null] as const,
    )
    compareWithGolden(name, Buffer.from(png, 'base64'))
  })
})

describe('map engine', () => promisesOfMap(on))

vehiclesOn(on)
vehicleFormsOn(on)
stillOn(on)

holdsContract(on)

/** The map library would stretch what is wider than 4,096 pixels; a low wall shows it with a seventh of the pixels of a whole one. */
describe('a wall 6656 pixels wide', () => {
  it('is drawn pixel by pixel, not stretched', async () => {
    await on.opened.page.evaluate(() => window.harness.setLayers([]))
    await on.sized([6656, 256])
    const size = await on.opened.page.evaluate(() => {
      const canvas = document.querySelector('canvas')
      return [canvas?.width, canvas?.height, canvas?.clientWidth, canvas?.clientHeight]
    })
    expect(size).toEqual([6656, 256, 6656, 256])
  })
})
