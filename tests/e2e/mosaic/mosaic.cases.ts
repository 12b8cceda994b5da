import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults } from '../../builders/screen/axe.ts'
import { queryOf } from '../../builders/screen/pointer.ts'
import { eventually, goWithin, SLOW_MS, type Screen } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

let screen: Screen
let page: Page

const ready = async (): Promise<void> => {
  await page.waitForSelector('.mosaic[data-state="ready"]', { timeout: SLOW_MS })
}
const stage = () => page.locator('.mosaic .stage')
const cell = async (): Promise<number> => Number(await stage().getAttribute('data-cell'))
/** The legend's classes: key, colour of the swatch, how many rooms. */
const classes = (): Promise<{ key: string; hex: string; rooms: number }[]> =>
  page.locator('.mosaic-panel .classes li').evaluateAll((items) =>
    items.map((item) => {
      const swatch =
        getComputedStyle(item.querySelector('i') as Element).backgroundColor.match(/[\d.]+/g) ?? []
      const hex = swatch
        .slice(0, 3)
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')
      return {
        key: item.querySelector('button')?.dataset['class'] ?? '',
        hex: `#${hex}`,
        rooms: Number(item.querySelector('[data-count]')?.textContent?.replace(/\D/g, '') ?? NaN),
      }
    }),
  )
const drawn = async (): Promise<Map<string, number>> => {
  const { data } = PNG.sync.read(await stage().screenshot())
  const counts = new Map<string, number>()
  for (let i = 0; i < data.length; i += 4) {
    const hex = `#${data.subarray(i, i + 3).toString('hex')}`
    counts.set(hex, (counts.get(hex) ?? 0) + 1)
  }
  return counts
}
/** On the screen, a little right of the left top corner of the first block that is named, and below its name. */
const inBlock = async (): Promise<{ x: number; y: number }> => {
  const box = (await page.locator('.stage .group').first().boundingBox())!
  return { x: box.x + (await cell()) * 1.5, y: box.y + box.height + (await cell()) * 0.5 }
}
const requests = (from: number): string[] =>
  screen.requests.slice(from).filter((url) => /\/api\/(mosaic|places|rooms|buildings|rankings)/.test(url))

const openMosaic = async (): Promise<void> => {
  screen = await wall.open({
    account: 'manager',
    path: '/mosaic?index=over',
    picture: true,
    sharp: true,
  })
  page = screen.page
  await ready()
}

describe('the mosaic', () => {
  beforeAll(openMosaic)

  it('draws every room in a colour of its legend, whose counts are all the rooms; a class stands alone', async () => {
    const told = await classes()
    const all = Number(await page.locator('.mosaic').getAttribute('data-rooms'))
    expect(all).toBeGreaterThan(800)
    expect(told.reduce((sum, { rooms }) => sum + rooms, 0)).toBe(all)
    const plain = told.filter(({ key }) => !/^(idle|no-data)/.test(key))
    expect(plain.length).toBeGreaterThan(3)
    const colours = await drawn()
    const area = (await cell()) ** 2
    for (const { key, hex, rooms } of plain)
      expect([key, (colours.get(hex) ?? 0) / area / rooms > 0.6]).toEqual([key, true])
    await page.click('[data-class="over-red"]')
    expect(queryOf(page, 'class')).toBe('over-red')
    const { hex: service } = plain.find(({ key }) => key === 'service')!
    const shown = await eventually(drawn, (now) => (now.get(service) ?? 0) < area)
    expect(shown.get(plain.find(({ key }) => key === 'over-red')!.hex)).toBeGreaterThan(area * 0.6)
    await page.click('[data-class="over-red"]')
  })

  it('another index colours all rooms anew and asks the server nothing; a figure opens its reasons', async () => {
    const asked = screen.requests.length
    await page.click('[data-class="over-red"]')
    for (const index of ['perCapita', 'quality', 'energy', 'idle']) {
      await page.click(`.mosaic-panel [data-index="${index}"]`)
      await page.waitForSelector(`.mosaic-panel[data-index="${index}"]`)
      const all = Number(await page.locator('.mosaic').getAttribute('data-rooms'))
      expect((await classes()).reduce((sum, { rooms }) => sum + rooms, 0)).toBe(all)
    }
    expect(requests(asked)).toEqual([])
    expect([queryOf(page, 'index'), queryOf(page, 'class')]).toEqual(['idle', null])
    const service = (await classes()).find(({ key }) => key === 'service')!
    expect((await drawn()).get(service.hex)).toBeGreaterThan((await cell()) ** 2)
    await page.click('[data-count="service"]')
    expect(await page.locator('.why-card .value').innerText()).toContain(String(service.rooms))
    await page.keyboard.press('Escape')
    await page.locator('.why-card').waitFor({ state: 'detached' })
    await goWithin(page, '/mosaic?index=over&class=nothing')
    await page.waitForSelector('.mosaic-panel[data-index="over"]')
    expect(await page.locator('.mosaic-panel .classes .off').count()).toBe(0)
  })
})

describe('the mosaic under the hand', () => {
  it('names the room under the pointer; clicks go to the city, the building, the room, and open it', async () => {
    const hover = async (): Promise<string> => {
      const { x, y } = await inBlock()
      await page.mouse.move(x + 1, y)
      await page.mouse.move(x, y)
      return page.locator('[data-room="hovered"]').innerText()
    }
    const text = await eventually(hover, (now) => /\S+ 室/.test(now))
    expect(text).toContain('m²')
    const far = await cell()
    const click = async (): Promise<void> => {
      const { x, y } = await inBlock()
      await page.mouse.click(x, y)
      await page.waitForTimeout(1000)
    }
    await click()
    expect(queryOf(page, 'sel')).toMatch(/^(city|building):/)
    for (let i = 0; i < 3 && (await page.locator('[data-room="chosen"]').count()) === 0; i++) await click()
    const chosen = await page.locator('[data-room="chosen"]').innerText()
    expect(await cell()).toBeGreaterThan(far)
    await eventually(
      async () => queryOf(page, 'sel'),
      (sel) => /^room:.+@/.test(sel ?? ''),
    )
    expect(chosen).toContain('室')
    await page.click('[data-do="open-room"]')
    await page.waitForURL(/\/view\/.+F\w+\?.*sel=room/)
    await page.goBack()
    await ready()
  })
})

describe('the mosaic by unit', () => {
  afterAll(() => screen?.close())

  it('lights what the search finds, goes out by Escape, and has no fault that axe-core is sure of', async () => {
    await page.keyboard.press('Escape')
    await page.click('[data-group="unit"]')
    await eventually(
      async () => queryOf(page, 'group'),
      (group) => group === 'unit',
    )
    const { rows } = await wall.server.database.pool.query<{ id: string; name: string }>(
      'select u.id, u.name from units u where exists (select from rooms where unit = u.id) order by u.id limit 1',
    )
    await page.keyboard.press('/')
    await page.fill('input[type=search]', rows[0]!.name)
    await page.locator('#search-hits button', { hasText: rows[0]!.name }).first().click()
    await page.waitForSelector('.found .button')
    expect(await page.locator('.found').innerText()).toContain(rows[0]!.name)
    await eventually(
      async () => queryOf(page, 'sel'),
      (sel) => sel === `unit:${rows[0]!.id}`,
    )
    expect(await axeFaults(page)).toEqual([])
    await stage().focus()
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press('Escape')
      await page.waitForTimeout(950)
    }
    expect(queryOf(page, 'sel')).toBeNull()
  })
})
