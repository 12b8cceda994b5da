import { describe, expect, it } from 'vitest'
import { spread } from '#shared/indices/breaks.ts'
import { classOf, indexOf, type IndexDefinition } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import type { RegionRow, RoomCard } from '#shared/protocol/http.ts'
import { localToLonLat } from '../../../src/projections/camera.ts'
import { isDrawn, shotOf, swatchesOf } from '../../builders/screen/legendTruth.ts'
import { LAND_HEX } from '../../../src/theme/palette.ts'
import { eventually, sceneColours, settled } from '../../builders/screen/wall.ts'
import {
  around,
  camOf,
  findUnderPointer,
  fromMiddle,
  gridOf,
  placeOf,
  queryOf,
  toPixel,
} from '../../builders/screen/pointer.ts'
import { COUNTY, page, interior, path, read } from './screen.ts'

/** A flight that was asked for last is in the address, also where a picture takes more than a second. */
const LANDED_MS = 3000

const crumbs = (): Promise<string[]> => page.locator('.crumbs [data-step]').allInnerTexts()

const arrived = async (place: string): Promise<void> => {
  await eventually(
    () => placeOf(page),
    (now) => now === place,
  )
  await settled(page)
}

const clickGround = async (lon: number, lat: number): Promise<void> =>
  page.mouse.click(...toPixel(page, lon, lat))

/** A point of the open floor, metres in the building's own frame, as it stands on the screen. */
const onFloor = (xy: readonly [number, number]): readonly [number, number] =>
  toPixel(page, ...localToLonLat(xy, interior.origin, interior.rotation))

const middleOf = (ring: readonly (readonly [number, number])[]): readonly [number, number] =>
  [0, 1].map((k) => ring.reduce((sum, point) => sum + point[k as 0 | 1], 0) / ring.length) as [number, number]

/** What the map's legend is held to: the classes of the index over the counties, and what a place's class is. */
const classes = async (): Promise<{
  index: IndexDefinition
  counties: readonly RegionRow[]
  klass: (row: { readonly measures: readonly number[] }) => number
}> => {
  const { regions } = await read<{ regions: RegionRow[] }>('/api/regions')
  const counties = regions.filter(({ kind }) => kind === 'county')
  const own = indexOf('over')
  const valueOf = (row: { readonly measures: readonly number[] }): number | null =>
    own.value(measuresFromArray(row.measures), 'equivalent-heat')
  const index = spread(own, counties.map(valueOf))
  return { index, counties, klass: (row) => classOf(index, valueOf(row)) }
}

/** The swatch of each row's class is the pixel where it stands; says how many of all were seen so. */
const share = async (
  rows: readonly { readonly at: readonly [number, number]; readonly klass: number }[],
  reachPx: number,
): Promise<number> => {
  await page.mouse.move(5, 5)
  const [shot, swatches] = [await shotOf(page), await swatchesOf(page)]
  const noData = swatches.at(-1)!
  const seen = rows.filter(({ at, klass }) =>
    isDrawn(shot, at, (klass < 0 ? noData : swatches[klass]!).hex, reachPx),
  )
  return seen.length / rows.length
}

type Classes = Awaited<ReturnType<typeof classes>>

/** The counties stand in the legend’s colours, and no class that none of them has; the smallest of them are less than their border. */
const expectProvince = async ({ counties, klass }: Classes): Promise<void> => {
  const seen = (rows: readonly RegionRow[]): Promise<number> =>
    share(
      rows.map((row) => ({ at: toPixel(page, ...row.center), klass: klass(row) })),
      10,
    )
  const told = counties.filter((row) => klass(row) >= 0)
  expect(await seen(counties)).toBeGreaterThan(0.85)
  expect(await seen(told)).toBeGreaterThan(0.6)
  const [map, five] = [await shotOf(page), await swatchesOf(page)]
  const strange = five.slice(0, 5).filter((_, i) => !told.some((row) => klass(row) === i))
  expect(strange.filter(({ hex }) => map.count(hex) > 0)).toEqual([])
}

/** So do those of the city; what is beyond it is land without a figure. */
const expectCity = async ({ counties, klass }: Classes): Promise<void> => {
  const inCity = counties.filter(({ parent }) => parent === path.city.id)
  expect(
    await share(
      inCity.map((row) => ({ at: toPixel(page, ...row.center), klass: klass(row) })),
      24,
    ),
  ).toBeGreaterThan(0.7)
  expect((await shotOf(page)).count(LAND_HEX.outside)).toBeGreaterThan(500)
}

/** Inside, the rooms stand in the colours of the legend’s words, as many as it counts. */
const expectRooms = async (): Promise<void> => {
  const [house, rooms] = [await shotOf(page), await page.locator('[data-legend="rooms"]').count()]
  const inWords = await swatchesOf(page)
  const all = interior.floors.flatMap((floor) => floor.rooms)
  expect([rooms, inWords.reduce((sum, { count }) => sum + count!, 0)]).toEqual([1, all.length])
  for (const { hex, label, count } of inWords)
    if (count! > all.length / 20) expect([label, house.count(hex) > 100]).toEqual([label, true])
}

describe('the drill', () => {
  it('[GX-01] clicks on the map go from the province to city, county, compound and building', async () => {
    const told = await classes()
    const { klass } = told
    await expectProvince(told)
    const seat = path.city.children.find((child) => child.id === COUNTY)!
    await clickGround(seat.lon!, seat.lat!)
    await arrived(path.city.id)
    await eventually(
      () => camOf(page).zoom,
      (zoom) => zoom > 7,
    )
    await settled(page)
    await expectCity(told)
    await clickGround(seat.lon!, seat.lat!)
    await arrived(COUNTY)
    await eventually(
      () => camOf(page).zoom,
      (zoom) => zoom > 9,
    )
    await settled(page)
    const inCounty = path.county.children.find((child) => child.id === path.compound.id)!
    expect(
      await share([{ at: toPixel(page, inCounty.lon!, inCounty.lat!), klass: klass(inCounty) }], 3),
    ).toBe(1)
    expect((await shotOf(page)).count(LAND_HEX.under)).toBeGreaterThan(2000)
    await clickGround(inCounty.lon!, inCounty.lat!)
    await arrived(path.compound.id)
    await eventually(
      () => camOf(page).pitch,
      (pitch) => pitch > 45,
    )
    await settled(page)
    const [roofs, ofClass] = [await shotOf(page), await swatchesOf(page)]
    for (const building of path.compound.children)
      expect([building.name, roofs.count(ofClass.at(klass(building))!.hex) > 200]).toEqual([
        building.name,
        true,
      ])
    expect(queryOf(page, 'engine')).toBe('interior')
    const first = path.compound.children[0]!
    const [x, y] = await findUnderPointer(page, (chip) => chip.startsWith(first.name), gridOf(page, 40))
    await page.mouse.click(x, y)
    await arrived(path.building.id)
    await eventually(
      () => queryOf(page, 'engine'),
      (engine) => engine === 'interior',
    )
    await settled(page)
    await expectRooms()
    expect(await crumbs()).toEqual(path.building.path.map((step) => step.name))
    expect((await sceneColours(page)).size).toBeGreaterThan(20)
    await page.waitForSelector('[data-panel="place-card"] .panel[data-state="ready"]')
  })
})

describe('the drill', () => {
  it('floor, room, its unit and a workstation open by clicks; the card says who sits there or that the desk is free', async () => {
    const floor = interior.floors.find((row) => row.level === 2) ?? interior.floors[0]!
    const [x, y] = await findUnderPointer(page, (chip) => chip.startsWith(floor.label), gridOf(page, 40))
    await page.mouse.click(x, y)
    await arrived(floor.id)
    const plan = await shotOf(page)
    for (const { hex, label, count } of await swatchesOf(page))
      expect([label, count! > 0 && plan.count(hex) > 20]).toEqual([label, true])
    expect((await swatchesOf(page)).reduce((sum, { count }) => sum + count!, 0)).toBe(floor.rooms.length)
    const rooms = floor.rooms
      .filter((room) => room.desks.length > 0)
      .map((room) => ({ room, at: onFloor(middleOf(room.ring)) }))
    const [{ room: aimed, at }] = rooms.toSorted(
      (one, other) => fromMiddle(page, one.at) - fromMiddle(page, other.at),
    ) as [(typeof rooms)[number]]
    await findUnderPointer(page, (chip) => chip.startsWith(`${aimed.number} `), [at])
    await page.mouse.click(...at)
    const selected = (await eventually(
      () => queryOf(page, 'sel'),
      (sel) => sel?.startsWith('room:') === true,
    ))!.slice(5)
    const card = await read<RoomCard>(`/api/rooms/${selected}`)
    await page.waitForSelector('[data-panel="room-card"] .panel[data-state="ready"]')
    expect(await page.locator('[data-panel="room-card"] h2').innerText()).toBe(`${card.number} ${card.use}`)
    if (card.unit) {
      await page.locator('[data-panel="room-card"] .link', { hasText: card.unit.name }).click()
      await page.waitForSelector('[data-panel="unit-card"] .panel[data-state="ready"]')
      expect(await page.locator('[data-panel="unit-card"] h2').innerText()).toBe(card.unit.name)
      await page.goBack()
      await page.waitForSelector('[data-panel="room-card"] .panel[data-state="ready"]')
    }
    expect(selected).toBe(aimed.id)
    await settled(page)
    const desks = aimed.desks.map(({ code }) => `工位 ${code}`)
    await page.mouse.click(
      ...(await findUnderPointer(
        page,
        (chip) => desks.some((name) => chip.startsWith(name)),
        around(page, at, 110, 12),
      )),
    )
    const desk = (await eventually(
      () => queryOf(page, 'sel'),
      (sel) => sel?.startsWith('workstation:') === true,
    ))!
    const [id, room] = desk.slice('workstation:'.length).split('@')
    expect([aimed.desks.some((one) => one.id === id), room]).toEqual([true, selected])
    const station = card.workstations.find((row) => row.id === id)!
    await eventually(
      async () => (await crumbs()).at(-1),
      (last) => last === `工位 ${station.code}`,
    )
    expect(await page.locator('[data-panel="room-card"] .desk').innerText()).toContain(station.code)
    expect(await page.locator('[data-panel="room-card"] .here').count()).toBe(station.person === null ? 0 : 1)
  })
})

describe('the drill', () => {
  it('the upright tree from the province down stands in the path, the links across to the platforms in the dots, and a reload restores every step of the view', async () => {
    const url = await settled(page, LANDED_MS)
    const sources = await page
      .locator('header [data-source]')
      .evaluateAll((dots) => dots.map((dot) => (dot as HTMLElement).dataset['source']))
    expect(sources).toEqual(
      expect.arrayContaining(['platform-rest', 'platform-hook', 'platform-positions', 'platform-energy']),
    )
    const names = await crumbs()
    expect(names.slice(0, 3)).toEqual(['广西壮族自治区', '南宁市', '青秀区'])
    const before = camOf(page)
    await page.reload()
    await settled(page)
    expect(await crumbs()).toEqual(names)
    expect(new URL(page.url()).pathname).toBe(new URL(url).pathname)
    for (const name of ['sel', 'engine', 'index', 'scene'])
      expect(queryOf(page, name)).toBe(new URL(url).searchParams.get(name))
    const after = camOf(page)
    expect(after.lon).toBeCloseTo(before.lon, 4)
    expect(after.lat).toBeCloseTo(before.lat, 4)
    expect(after.zoom).toBeCloseTo(before.zoom, 1)
    await page.waitForSelector('[data-panel="room-card"] .panel[data-state="ready"]')
  })

  it('Esc goes out one level at a time, back to the province', async () => {
    const steps = [/^room:/, null]
    for (const step of steps) {
      await page.keyboard.press('Escape')
      await eventually(
        () => queryOf(page, 'sel'),
        (sel) => (step === null ? sel === null : step.test(sel ?? '')),
      )
    }
    for (const place of [path.building.id, path.compound.id, COUNTY, path.city.id, '450000']) {
      await page.waitForSelector('.frame[data-kind]')
      await page.keyboard.press('Escape')
      await eventually(
        () => placeOf(page),
        (now) => now === place,
      )
    }
    await page.waitForSelector('.frame[data-kind="province"]')
    expect(queryOf(page, 'engine')).toBe('map')
    await settled(page)
    expect((await sceneColours(page)).size).toBeGreaterThan(20)
  })
})
