import { afterAll, describe, expect, it } from 'vitest'
import type { SearchAnswer } from '#shared/protocol/http.ts'
import { eventually, sceneColours, settled, SLOW_MS } from '../../builders/screen/wall.ts'
import { camOf, placeOf, queryOf, toPixel } from '../../builders/screen/pointer.ts'
import { COUNTY, wall, page, interior, path, screen } from './screen.ts'

const find = async (q: string): Promise<SearchAnswer> => {
  await page.keyboard.press('/')
  await page.waitForSelector('input[type=search]')
  const answered = page.waitForResponse(
    (response) =>
      response.url().includes('/api/search') && new URL(response.url()).searchParams.get('q') === q,
  )
  await page.fill('input[type=search]', q)
  return (await answered).json() as Promise<SearchAnswer>
}

describe('search', () => {
  it('finds by name, pinyin, initials, room number, plate and person, and flies to the first', async () => {
    const room = interior.floors.flatMap((floor) => floor.rooms)[0]!
    const { rows } = await wall.server.database.pool.query<{ plate: string; name: string }>(
      'select (select plate from vehicles limit 1) as plate, (select name from people limit 1) as name',
    )
    const took: Record<string, number> = {}
    for (const [q, kind] of [
      ['青秀区', 'region'],
      ['qingxiu', 'region'],
      ['qxq', 'region'],
      [path.compound.name, 'compound'],
      [room.number, 'room'],
      [rows[0]!.plate, 'vehicle'],
      [rows[0]!.name, 'person'],
    ] as const) {
      const answer = await find(q)
      took[q] = answer.tookMs
      expect(
        answer.hits.map((hit) => hit.kind),
        q,
      ).toContain(kind)
      const hit = answer.hits.find((row) => row.kind === kind)!
      await page.locator('#search-hits button', { hasText: hit.title }).first().click()
      await eventually(
        () => placeOf(page),
        (now) => answer.hits.some((row) => row.place === now),
      )
    }
    console.log('search took, ms:', took)
    await settled(page)
  })
})

describe('search', () => {
  it('shows a record whose name is markup as text: in the search, on a card, in a ranking and under the pointer', async () => {
    const markup = '<img src=x onerror=alert(1)>'
    const { pool } = wall.server.database
    const alerts: string[] = []
    page.on('dialog', (dialog) => void (alerts.push(dialog.message()), dialog.dismiss()))
    const { rows } = await pool.query<{ id: string; name: string; region: string }>(
      'select id, name, region from units where region = $1 limit 1',
      [COUNTY],
    )
    const unit = rows[0]!
    await pool.query('update units set name = $1 where id = $2', [markup, unit.id])
    await pool.query('update search_places set title = $1 where id = $2', [markup, unit.id])
    await pool.query('update compounds set name = $1 where id = $2', [markup, path.compound.id])
    try {
      const { hits } = await find('<img')
      expect(hits.map(({ title }) => title)).toContain(markup)
      await page.locator('#search-hits button', { hasText: markup }).first().click()
      await eventually(
        async () => (await page.locator('body').innerText()).includes(markup),
        (shown) => shown,
      )
      await page.goto(`${wall.server.url}/view/${COUNTY}`)
      await settled(page)
      await eventually(
        () => page.locator('[data-panel="worst-compounds"]').innerText(),
        (text) => text.includes(markup),
      )
      await page.mouse.move(...toPixel(page, path.compound.lon, path.compound.lat))
      await eventually(
        () =>
          page
            .locator('.chip')
            .innerText({ timeout: 500 })
            .catch(() => ''),
        (text) => text.includes(markup),
      )
      expect([await page.locator('img[src="x"]').count(), alerts]).toEqual([0, []])
    } finally {
      await pool.query('update units set name = $1 where id = $2', [unit.name, unit.id])
      await pool.query('update compounds set name = $1 where id = $2', [path.compound.name, path.compound.id])
    }
  })
})

describe('the globe', () => {
  it('G goes to the globe and back with place, index, selection and camera kept', async () => {
    await page.goto(`${wall.server.url}/view/${COUNTY}?index=perCapita`)
    await settled(page)
    const before = camOf(page)
    await page.keyboard.press('g')
    await page.waitForSelector('.host[data-engine="globe"][data-loading="false"]')
    await settled(page)
    expect([placeOf(page), queryOf(page, 'index'), queryOf(page, 'engine')]).toEqual([
      COUNTY,
      'perCapita',
      'globe',
    ])
    const on = camOf(page)
    expect(Math.abs(on.lon - before.lon)).toBeLessThan(0.05)
    expect(Math.abs(on.lat - before.lat)).toBeLessThan(0.05)
    expect(Math.abs(on.zoom - before.zoom)).toBeLessThan(0.5)
    expect((await sceneColours(page)).size).toBeGreaterThan(10)
    await page.keyboard.press('g')
    await page.waitForSelector('.host[data-engine="map"][data-loading="false"]')
    await settled(page)
    expect([placeOf(page), queryOf(page, 'index'), queryOf(page, 'engine')]).toEqual([
      COUNTY,
      'perCapita',
      'map',
    ])
    expect(Math.abs(camOf(page).zoom - before.zoom)).toBeLessThan(0.5)
  })
})

describe('all of the drill', () => {
  afterAll(() => screen?.close())

  it('was done with the built-ins of Chromium 109, in the page and in every worker', async () => {
    const aged = (): boolean =>
      (globalThis as { chromium109?: boolean }).chromium109 === true &&
      !('toSorted' in Array.prototype) &&
      !('groupBy' in Map)
    const workers = page.workers()
    expect(workers.map((worker) => worker.url().replace(/^.*\//, '').split('-')[0])).toEqual(
      expect.arrayContaining(['live.worker', 'maplibre']),
    )
    expect(
      await Promise.all([page.evaluate(aged), ...workers.map((worker) => worker.evaluate(aged))]),
    ).toEqual(Array(workers.length + 1).fill(true))
  })

  it(
    'asks no host but its own server, and breaks no policy of its own',
    () => {
      expect(wall.outside()).toEqual([])
      expect(wall.faults()).toEqual([])
    },
    SLOW_MS,
  )
})
