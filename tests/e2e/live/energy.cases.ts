import { describe, expect, it } from 'vitest'
import { measuresFromArray } from '#shared/indices/measures.ts'
import type {
  BuildingEnergy,
  Interior,
  InteriorRoomRow,
  LoadCurve,
  PlaceView,
  RoomCard,
} from '#shared/protocol/http.ts'
import { eventually } from '../../builders/screen/wall.ts'
import { COUNTY, wall, hall, desk, read } from './screens.ts'

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
        .locator('.time [data-subject="loadKw"] b')
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

let over: InteriorRoomRow

let floor: string

let building: string

describe('rooms', () => {
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
})

describe('rooms', () => {
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
    await edit.locator('input[name=reason]').fill('隔断')
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
