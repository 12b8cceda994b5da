import { beforeAll, describe, expect, it } from 'vitest'
import type { AuditRow, VehicleCard } from '#shared/protocol/http.ts'
import { eventually, settled } from '../../builders/screen/wall.ts'
import { camOf, queryOf, toPixel } from '../../builders/screen/pointer.ts'
import { COUNTY, wall, hall, desk, openScreens, read } from './screens.ts'

interface Spot {
  readonly ordinal: number
  readonly card: VehicleCard
}

/** Vehicles of the county with their last report. */
const vehicles = async (): Promise<Spot[]> => {
  const { rows } = await wall.server.database.pool.query<{ id: string }>(
    'select id from vehicles where region = $1 order by id',
    [COUNTY],
  )
  const cards = await Promise.all(rows.map(({ id }) => read<VehicleCard>(`/api/vehicles/${id}`)))
  return cards.map((card) => ({ ordinal: card.ordinal, card }))
}

/** The query; a part of the program may be called so too. */
const isTrack = (url: string): boolean => /\/api\/vehicles\/[^/]+\/track/.test(url)

/** A vehicle may set out between two looks: it is clicked where it is last told to be. */
const CLICK_MS = 1000

describe('live vehicles', () => {
  beforeAll(openScreens)

  it('positions go on: a moving vehicle stands elsewhere on the screen a few reports later', async () => {
    const moving = (await vehicles()).find(({ card }) => card.state === 'moving')
    expect(moving, 'a vehicle that moves').toBeDefined()
    const page = hall.page
    await page.goto(`${wall.server.url}/view/${COUNTY}?scene=vehicles&sel=vehicle:${moving!.ordinal}`)
    await page.waitForSelector('[data-panel="vehicle-card"] .panel[data-state="ready"]')
    const from = (await read<VehicleCard>(`/api/vehicles/${moving!.card.id}`)).last!
    const to = await eventually(
      async () => (await read<VehicleCard>(`/api/vehicles/${moving!.card.id}`)).last!,
      (last) => last.at > from.at && (last.lon !== from.lon || last.lat !== from.lat),
    )
    expect(to.at).toBeGreaterThan(from.at)
    await settled(page)
    const around = await page.screenshot({ clip: { x: 420, y: 180, width: 420, height: 360 } })
    await eventually(
      async () =>
        (await page.screenshot({ clip: { x: 420, y: 180, width: 420, height: 360 } })).equals(around),
      (same) => !same,
    )
  })

  it('a click on a vehicle opens its card, masked on a wall: plate, order, driver; no track there', async () => {
    const page = hall.page
    const parked = (await vehicles()).filter(({ card }) => card.state === 'parked' && card.last)
    const one = parked[0]!.card
    await page.goto(
      `${wall.server.url}/view/${COUNTY}?scene=vehicles&cam=${one.last!.lon},${one.last!.lat},19,0,0`,
    )
    await settled(page)
    expect(camOf(page).zoom).toBeCloseTo(19, 1)
    const clickIt = async (): Promise<string | null> => {
      const { last } = await read<VehicleCard>(`/api/vehicles/${parked[0]!.ordinal}`)
      await page.mouse.click(...toPixel(page, last!.lon, last!.lat))
      await page.waitForTimeout(CLICK_MS)
      return queryOf(page, 'sel')
    }
    const selected = await eventually(clickIt, (sel) => sel?.startsWith('vehicle:') === true)
    const card = page.locator('[data-panel="vehicle-card"]')
    await card.locator('.panel[data-state="ready"]').waitFor()
    const shown = await read<VehicleCard>(`/api/vehicles/${selected!.slice(8)}`)
    const text = await card.innerText()
    expect(text).not.toContain(shown.plate)
    expect(await card.locator('h2').innerText()).toMatch(/^.{1,2}\*+.{2,4}$/)
    for (const part of ['派车单', '驾驶员']) expect(text).toContain(part)
    expect(await card.locator('button', { hasText: '查看' }).count()).toBe(0)
    expect(hall.requests.some(isTrack)).toBe(false)
    await page.click('.time .place')
    expect(await page.locator('[data-do="replay"]').count()).toBe(0)
  })
})

describe('live vehicles', () => {
  it('[ZJ-41] a manager sees position, order, cost of the month and the track of the last hour; the query is in the log', async () => {
    await hall.page.goto('about:blank')
    const page = desk.page
    const moving =
      (await vehicles()).find(({ card }) => card.state === 'moving' && card.month) ??
      (await vehicles()).find(({ card }) => card.month)!
    const tracked = page.waitForResponse((response) => isTrack(response.url()))
    await page.goto(`${wall.server.url}/view/${COUNTY}?scene=vehicles&sel=vehicle:${moving.ordinal}`)
    const points = ((await (await tracked).json()) as { points: unknown[] }).points
    expect(points.length).toBeGreaterThan(0)
    await page.locator('[data-panel="vehicle-card"] .panel[data-state="ready"]').waitFor()
    expect(await page.locator('[data-panel="vehicle-card"] h2').innerText()).toBe(moving.card.plate)
    expect(await page.locator('[data-panel="vehicle-card"]').innerText()).toMatch(/运维费用[\s\S]*元/)
    const log = (await wall.server.request('auditor', 'GET', '/api/audit?limit=50')).body.rows as AuditRow[]
    expect(
      log.some(
        (entry) => /track/.test(entry.event) && entry.account.includes('manager') && entry.outcome === 'ok',
      ),
    ).toBe(true)
  })
})

describe('the past', () => {
  it('a press on the time axis replays the fleet on the one clock: the vehicle where it was, its kilometres and stops, each query in the log', async () => {
    await hall.page.goto('about:blank')
    const page = desk.page
    const [{ ordinal, card }] = (await vehicles()) as [Spot]
    const eight = Date.parse('2026-11-19T08:00:00+08:00')
    const drive = Array.from({ length: 181 }, (_, i) => ({
      vehicle: card.id,
      at: eight + i * 10_000,
      lon: 108.36 + i / 5000,
      lat: 22.83,
      speedKmh: i < 60 || i > 120 ? 40 : 0,
      headingDeg: 90,
      acc: true,
      alarm: 0,
      crs: 'WGS84' as const,
    }))
    await wall.server.running.ports.vehicles.vehicles.accept(
      'test',
      drive.map((report, i) => (i >= 60 && i <= 120 ? { ...report, lon: 108.36 + 60 / 5000 } : report)),
    )
    await page.goto(`${wall.server.url}/view/${COUNTY}?scene=vehicles&sel=vehicle:${ordinal}`)
    await settled(page)
    await page.click('.time .place')
    await page.waitForSelector('[data-do="replay"]')
    const axis = (await page.locator('.time .axis').boundingBox())!
    await page.mouse.click(axis.x + (axis.width * 8.1) / 24, axis.y + axis.height / 2)
    await page.waitForSelector('[data-replay="playing"]')
    expect(await page.locator('.clock').getAttribute('data-mode')).toBe('past')
    await page.waitForFunction(() => document.querySelector('.clock b')?.textContent?.startsWith('08:'))
    await page.locator('[data-do="play"]').click()
    await page.waitForSelector('[data-replay="paused"]')
    const stood = await page.locator('.clock b').innerText()
    const track = page.locator('[data-panel="vehicle-card"] .track')
    await track.locator('.stops li').first().waitFor()
    expect(Number((await track.locator('.figures').innerText()).match(/[\d.]+/)![0])).toBeGreaterThan(0.5)
    expect(await page.locator('[data-panel="vehicle-status"]').innerText()).toMatch(/行驶/)
    await track.locator('.stops button').first().click()
    await page.waitForFunction((before) => document.querySelector('.clock b')?.textContent !== before, stood)
    await page.keyboard.press('r')
    await page.waitForSelector('.clock[data-mode="live"]')
    const log = (await wall.server.request('auditor', 'GET', '/api/audit?limit=50')).body.rows as AuditRow[]
    expect(log.some(({ event, account }) => event === 'fleet.replay' && account.includes('manager'))).toBe(
      true,
    )
    expect(
      (
        await wall.server.request(
          'wall',
          'GET',
          `/api/replay?region=${COUNTY}&from=${eight}&to=${eight + 60_000}&stepMs=2000`,
        )
      ).status,
    ).toBe(403)
  })
})
