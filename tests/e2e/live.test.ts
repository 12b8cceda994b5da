import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { measuresFromArray } from '#shared/indices/measures.ts'
import type {
  AuditRow,
  BuildingEnergy,
  Interior,
  InteriorRoomRow,
  LoadCurve,
  PlaceView,
  RoomCard,
  VehicleCard,
} from '#shared/protocol/http.ts'
import {
  camOf,
  eventually,
  placeOf,
  queryOf,
  settled,
  SLOW_MS,
  startTestWall,
  toPixel,
  type Screen,
  type TestWall,
} from '../builders/screen/wall.ts'

const COUNTY = '450103'
/** A refusal answers 403, an outage nothing: Chromium writes both to its console. */
const EXPECTED = /status of 40[134] .*\/api\/|status of 503|ERR_/
let wall: TestWall
let hall: Screen
let desk: Screen
const read = async <T>(url: string): Promise<T> =>
  (await wall.server.request('manager', 'GET', url)).body as T

beforeAll(async () => {
  wall = await startTestWall({ clockOffsetMs: Date.parse('2026-11-19T10:00:00+08:00') - Date.now() })
  hall = await wall.open({ account: 'wall', path: `/view/${COUNTY}?scene=vehicles` })
  await settled(hall.page)
  desk = await wall.open({ account: 'manager', path: '/work/management' })
})
afterAll(() => wall?.stop())

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

describe('live vehicles', () => {
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
    await page.mouse.click(...toPixel(page, one.last!.lon, one.last!.lat))
    const selected = await eventually(
      () => queryOf(page, 'sel'),
      (sel) => sel?.startsWith('vehicle:') === true,
    )
    const card = page.locator('[data-panel="vehicle-card"]')
    await card.locator('.panel[data-state="ready"]').waitFor()
    const shown = await read<VehicleCard>(`/api/vehicles/${selected!.slice(8)}`)
    const text = await card.innerText()
    expect(text).not.toContain(shown.plate)
    expect(await card.locator('h2').innerText()).toMatch(/^.{1,2}\*+.{2,4}$/)
    for (const part of ['派车单', '驾驶员']) expect(text).toContain(part)
    expect(await card.locator('button', { hasText: '查看' }).count()).toBe(0)
    expect(hall.requests.some(isTrack)).toBe(false)
    expect(await page.locator('[data-do="replay"]').count()).toBe(0)
  })

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
    await wall.server.running.live.vehicles.accept(
      'test',
      drive.map((report, i) => (i >= 60 && i <= 120 ? { ...report, lon: 108.36 + 60 / 5000 } : report)),
    )
    await page.goto(`${wall.server.url}/view/${COUNTY}?scene=vehicles&sel=vehicle:${ordinal}`)
    await settled(page)
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
    await page.waitForSelector('[data-replay="live"]')
    expect(await page.locator('.clock').getAttribute('data-mode')).toBe('live')
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

describe('live energy', () => {
  it('[ZJ-44] a building shows its power now, today against yesterday, 分项 and its quota; the load of the region moves', async () => {
    const { page } = desk
    const county = await read<PlaceView>(`/api/places/${COUNTY}`)
    const compound = await read<PlaceView>(`/api/places/${county.children[0]!.id}`)
    const building = compound.children[0]!.id
    const energy = await read<BuildingEnergy>(`/api/energy/buildings/${building}`)
    await page.goto(`${wall.server.url}/view/${building}`)
    await page.locator('[data-panel="place-card"] .energy').waitFor()
    const card = await page.locator('[data-panel="place-card"]').innerText()
    for (const part of [
      '当前',
      '今日用电',
      '昨日同时段',
      '照明插座',
      '空调',
      '动力',
      '特殊',
      `${energy.year.year} 年度定额`,
      '已用',
      '预计全年',
    ])
      expect(card).toContain(part)
    await page.locator('[data-panel="place-card"] .chart canvas').first().waitFor()
    const load = (): Promise<number> =>
      hall.page
        .locator('.time h2 b')
        .innerText()
        .then((text) => Number.parseFloat(text.replaceAll(',', '')))
    await hall.page.goto(`${wall.server.url}/view/${COUNTY}?scene=energy`)
    await hall.page.locator('[data-panel="energy-load"] .panel[data-state="ready"]').waitFor()
    const before = (await read<LoadCurve>(`/api/energy/load?region=${COUNTY}`)).nowKw
    await eventually(
      async () => (await read<LoadCurve>(`/api/energy/load?region=${COUNTY}`)).nowKw,
      (now) => now !== before,
    )
    await eventually(
      async () => [await load(), (await read<LoadCurve>(`/api/energy/load?region=${COUNTY}`)).nowKw] as const,
      ([shown, nowKw]) => shown > 0 && Math.abs(shown - nowKw) <= 1,
    )
    await hall.page.goto('about:blank')
  })
})

describe('rooms', () => {
  let over: InteriorRoomRow
  let floor: string
  let building: string
  it('an office over its limit says the limit, its document and article, by how much, and what would clear it', async () => {
    const { rows } = await wall.server.database.pool.query<{ building: string }>(
      "select distinct building from rooms where id like 'B450103%' order by building",
    )
    for (const { building: candidate } of rows) {
      const interior = await read<Interior>(`/api/buildings/${candidate}/interior`)
      for (const level of interior.floors) {
        const found = level.rooms.find((room) => room.limit !== null && room.usableArea > room.limit + 1)
        if (found) [over, floor, building] = [found, level.id, candidate]
      }
    }
    expect(over, 'an office over its limit').toBeDefined()
    const card = await read<RoomCard>(`/api/rooms/${over.id}`)
    await desk.page.goto(`${wall.server.url}/view/${floor}?sel=room:${over.id}`)
    const panel = desk.page.locator('[data-panel="room-card"]')
    await panel.locator('.verdict').waitFor()
    const text = await panel.innerText()
    for (const part of [
      `超出 ${card.verdict!.over.toFixed(2)}`,
      card.verdict!.limit.toFixed(2),
      card.verdict!.rule.document,
      card.verdict!.rule.article,
      card.verdict!.since,
      '怎样消除',
      card.remedies[0]!.text.zh,
      '相邻房间',
    ])
      expect(text).toContain(part)
    for (const person of card.occupants) expect(text).toContain(person.gradeName)
  })

  it("a manager's edit reaches room, floor, building, county and province on another open screen within a second or so", async () => {
    const page = hall.page
    const overAt = async (): Promise<number[]> =>
      Promise.all(
        [floor, building, COUNTY, '450000'].map(
          async (id) => measuresFromArray((await read<PlaceView>(`/api/places/${id}`)).measures).overRooms,
        ),
      )
    const before = await overAt()
    await page.goto(`${wall.server.url}/view/450000?scene=housing`)
    const overRooms = page
      .locator('[data-panel="housing-overview"] .why-figure', { hasText: '超标' })
      .locator('.value')
    const shown = async (): Promise<number> =>
      Number((await overRooms.innerText()).split('\n')[0]!.replace(/[^\d]/g, ''))
    const was = await eventually(shown, (count) => count > 0)
    const edit = desk.page.locator('[data-panel="room-card"]')
    await edit.locator('.link', { hasText: '修改' }).click()
    await edit.locator('input[type=number]').fill('8')
    await edit.locator('input[minlength="2"]').fill('隔断')
    const saved = desk.page.waitForResponse((response) => response.request().method() === 'PATCH')
    await edit.locator('button[type=submit]').click()
    expect((await saved).ok()).toBe(true)
    const since = performance.now()
    await eventually(shown, (count) => count === was - 1)
    console.log(`an edit was on the other screen after ${Math.round(performance.now() - since)} ms`)
    await eventually(
      () =>
        edit
          .locator('.verdict')
          .innerText()
          .catch(() => ''),
      (text) => !text.includes('超出'),
    )
    expect(await overAt()).toEqual(before.map((count) => count - 1))
  })

  it('a wall reads and never edits or unmasks', async () => {
    expect(
      (await wall.server.request('wall', 'PATCH', `/api/rooms/${over.id}`, { reason: 'no', usableArea: 9 }))
        .status,
    ).toBe(403)
    await hall.page.goto(`${wall.server.url}/view/${floor}?sel=room:${over.id}`)
    const panel = hall.page.locator('[data-panel="room-card"]')
    await panel.locator('.panel[data-state="ready"]').waitFor()
    expect(await panel.locator('.link', { hasText: '修改' }).count()).toBe(0)
    expect(await panel.locator('button', { hasText: '查看' }).count()).toBe(0)
    const card = await read<RoomCard>(`/api/rooms/${over.id}`)
    const text = await panel.innerText()
    for (const person of card.occupants) expect(text).not.toContain(person.name)
  })
})

describe('scope', () => {
  it('a place outside of the scope is refused in words, and the screen keeps what it may show', async () => {
    const own = (await wall.server.request('manager-city', 'GET', '/api/session')).body.home as string
    const other = own.startsWith('4501') ? '450202' : COUNTY
    const { page, close } = await wall.open({ account: 'manager-city', path: `/view/${other}` })
    await expect
      .poll(() => page.locator('ul.notices').innerText(), { timeout: SLOW_MS })
      .toMatch(/不在可见范围|没有找到|没有此权限/)
    expect(await page.locator('header.top').isVisible()).toBe(true)
    expect(
      (await wall.server.request('manager-city', 'GET', `/api/places/${other}`)).status,
    ).toBeGreaterThanOrEqual(403)
    expect(
      (await wall.server.request('unit-user', 'GET', `/api/places/450202`)).status,
    ).toBeGreaterThanOrEqual(403)
    await page.goto(`${wall.server.url}/view/${own}`)
    await eventually(
      () => placeOf(page),
      (place) => place === own,
    )
    await page.waitForSelector('.panel[data-state="ready"]')
    await close()
  })
})

describe('an outage of the platform', () => {
  const fault = async (body: object): Promise<void> => {
    const { url, key } = wall.server.platform!
    const answer = await fetch(`${url}/_faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.ok).toBe(true)
  }
  const states = (page: Page): Promise<string[]> =>
    page
      .locator('header [data-source]')
      .evaluateAll((dots) => dots.map((dot) => (dot as HTMLElement).dataset['state'] ?? ''))

  it('is said by the dots and by growing ages, the figures stay; after it all is live again', async () => {
    const page = hall.page
    await page.goto(`${wall.server.url}/view/${COUNTY}`)
    await settled(page)
    await eventually(
      () => page.locator('.panel[data-state="ready"]').count(),
      (count) => count >= 4,
    )
    const figures = await page.locator('[data-panel="housing-overview"] .body').innerText()
    await fault({ down: true })
    await eventually(
      () => states(page),
      (list) => list.includes('backing-off'),
    )
    expect(await page.locator('[data-panel="housing-overview"] .body').innerText()).toBe(figures)
    expect(await page.locator('.panel[data-state="error"]').count()).toBe(0)
    await fault({ down: false })
    await eventually(
      () => states(page),
      (list) => list.length >= 5 && list.every((state) => state === 'live'),
    )
    expect(await page.locator('[data-panel="housing-overview"] .body').innerText()).toBe(figures)
  })
})

describe('all of it', () => {
  it('asks no host but its own server, and breaks no policy of its own', () => {
    expect(wall.outside()).toEqual([])
    expect(wall.faults(EXPECTED)).toEqual([])
  })
})
