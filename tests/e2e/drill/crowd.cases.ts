import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompoundRow } from '#shared/protocol/http.ts'
import { placeOf } from '../../builders/screen/pointer.ts'
import type { Page } from 'playwright-core'
import { eventually, type Screen } from '../../builders/screen/wall.ts'
import { COUNTY, read, wall } from './screen.ts'

/** As many as 青秀区 has in a whole province, most of them in one town. */
const CROWD = { inTown: 60, acrossDeg: 0.05 } as const
const COMPOUNDS = `**/api/compounds?region=${COUNTY}*`

let screen: Screen
let page: Page

const open = async (): Promise<void> => {
  await page.goto(`${wall.server.url}/view/${COUNTY}?scene=housing&lang=zh`)
  await page.waitForSelector('.frame[data-kind=county]')
  await page.waitForSelector('[data-panel="worst-compounds"] [role=option]')
}

describe('a county whose compounds crowd', () => {
  let rows: readonly CompoundRow[] = []
  beforeAll(async () => {
    screen = await wall.open({ account: 'manager', path: `/view/${COUNTY}`, picture: false })
    page = screen.page
    const real = await read<CompoundRow[]>(`/api/compounds?region=${COUNTY}`)
    const [seat] = real
    const town = Array.from({ length: CROWD.inTown }, (_, i) => ({
      ...real[i % real.length]!,
      ...(i === 0 ? {} : { id: `${seat!.id}~${i}`, name: `${i} 号院` }),
      lon: seat!.lon + ((i * 0.618) % 1) * CROWD.acrossDeg,
      lat: seat!.lat + ((i * 0.755) % 1) * CROWD.acrossDeg,
    }))
    rows = [...town, ...real.slice(1)]
    await page.route(COMPOUNDS, (route) => route.fulfill({ json: rows }))
    await page.goto('about:blank')
    await open()
    await page.waitForSelector('[data-town-inset]')
  })
  afterAll(() => screen?.close())

  it('shows its town larger, where the pointer reaches each of them as a dot or in the list of a disc', async () => {
    const inset = page.locator('[data-town-inset]')
    const reached = new Set<string>()
    for (const dot of await inset.locator('[data-dot]').all()) {
      await dot.hover()
      const lit = await inset.locator('.lit').getAttribute('data-of')
      reached.add(lit!)
    }
    for (const disc of await inset.locator('[data-disc]').all()) {
      await disc.click()
      for (const member of await inset.locator('[data-member]').all()) {
        await member.hover()
        reached.add((await member.getAttribute('data-member'))!)
      }
      await page.keyboard.press('Escape')
      await inset.locator('.members').waitFor({ state: 'detached' })
    }
    const inTown = rows.slice(0, CROWD.inTown).map(({ id }) => id)
    expect(inTown.filter((id) => !reached.has(id))).toEqual([])
  })

  it('opens one of them from the inset by a click', async () => {
    const inset = page.locator('[data-town-inset]')
    const id = rows[0]!.id
    const dot = inset.locator(`[data-dot][data-of="${id}"]`)
    if ((await dot.count()) === 0) {
      for (const disc of await inset.locator('[data-disc]').all()) {
        await disc.click()
        if ((await inset.locator(`[data-member="${id}"]`).count()) > 0) break
        await page.keyboard.press('Escape')
      }
      await inset.locator(`[data-member="${id}"]`).click()
    } else await dot.click()
    await eventually(
      () => placeOf(page),
      (place) => place === id,
    )
  })
})
