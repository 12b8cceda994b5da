import { describe, expect, it } from 'vitest'
import type { PlaceView } from '#shared/protocol/http.ts'
import { compareWithGolden, halved } from '../../builders/screen/golden.ts'
import { goWithin, type Size } from '../../builders/screen/wall.ts'
import { page, wall } from '../drawn.ts'

/** The pictures are half as large as the screen already; what is kept of a desk's is half of that, of a wall's a quarter. */
const SIZES: readonly { readonly name: string; readonly size: Size; readonly halvings: number }[] = [
  { name: 'desk', size: [1920, 1080], halvings: 1 },
  { name: 'wall', size: [6656, 1792], halvings: 2 },
]
const COUNTY = '450103'

describe('the picture', () => {
  for (const {
    name,
    size: [width, height],
    halvings,
  } of SIZES)
    for (const group of ['building', 'unit'])
      it(`of the mosaic by ${group} on a ${name} is as it was`, async () => {
        await page.setViewportSize({ width, height })
        await goWithin(page, `/mosaic?index=over&group=${group}&lang=zh`)
        await page.waitForSelector('.mosaic[data-state="ready"]')
        const rooms = Number(await page.locator('.mosaic').getAttribute('data-rooms'))
        expect(rooms).toBeGreaterThan(800)
        await page.mouse.move(2, 2)
        await page.waitForTimeout(600)
        compareWithGolden(
          `mosaic-${name}-${group}`,
          halved(await page.locator('.mosaic .stage').screenshot(), halvings),
        )
      })

  it('of the stacking plan on a wall is as it was', async () => {
    const county = (await wall.server.request('manager', 'GET', `/api/places/${COUNTY}`)).body as PlaceView
    const compound = (await wall.server.request('manager', 'GET', `/api/places/${county.children[0]!.id}`))
      .body as PlaceView
    const { page: plain, close } = await wall.open({
      account: 'manager',
      path: `/view/${compound.children[0]!.id}?scene=housing&lang=zh`,
      size: [6656, 1792],
      picture: false,
    })
    await plain.waitForSelector('[data-panel="stacking"] .panel[data-state="ready"]')
    await plain.waitForTimeout(600)
    compareWithGolden('stacking-wall', halved(await plain.locator('[data-panel="stacking"]').screenshot()))
    await close()
  })
})
