import { beforeAll, describe, expect, it } from 'vitest'
import type { WorstPlace } from '#shared/housing/answers/worst.ts'
import type { Interior, LoadCurve, PlaceView, RoomCard } from '#shared/protocol/http.ts'
import { SCENES } from '../../../src/app/shell/scenes.ts'
import { PANELS } from '../../../src/boards/registry.ts'
import { isMoving, isOneNumber, saidOn } from '../../builders/screen/saidFigures.ts'
import { eventually, SLOW_MS } from '../../builders/screen/wall.ts'
import { CITY, COUNTY, PROVINCE, read, scenesAt, startWalk, walk, wall } from './walk.ts'

/** These show no figure of a place: texts, lists and people. */
const WITHOUT = new Set(['standards', 'fence-card'])
/** Walls alone have these: what they say is said of the same subject elsewhere. */
const OF_WALLS = ['class-year', 'place-matrix', 'worst-live']

const WORKS_IN = { management: 'manager', supervision: 'supervisor', user: 'unit-user' } as const

describe('one subject has one number', () => {
  beforeAll(startWalk)

  it(
    'on every panel of every scene of a province, a city and a county, and inside a compound, a building and a floor',
    async () => {
      await scenesAt(
        PROVINCE,
        SCENES.map(({ id }) => id),
      )
      await scenesAt(COUNTY, ['overview', 'vehicles', 'energy'])
      await scenesAt(CITY, ['overview', 'energy'])
      const { children } = await read<PlaceView>(`/api/places/${COUNTY}`)
      const compound = await read<PlaceView>(`/api/places/${children[0]!.id}`)
      const building = compound.children[0]!.id
      const { floors } = await read<Interior>(`/api/buildings/${building}/interior`)
      await scenesAt(compound.id, ['overview', 'housing'])
      await scenesAt(building, ['overview'])
      await scenesAt(floors[0]!.id, ['overview'])
      const { steps } = await read<WorstPlace>(`/api/worst?region=${PROVINCE}&index=over`)
      await scenesAt(steps[0]!.id, ['overview'])
      expect(walk.found.disagreeing).toEqual([])
    },
    SLOW_MS * 6,
  )

  it(
    'on every page of the three platforms',
    async () => {
      for (const panel of PANELS) {
        if (panel.placement !== 'page') continue
        const own = [panel.workplace].flat()
        for (const on of own.includes('user') ? (['user', 'management'] as const) : own.slice(0, 1)) {
          if (!own.includes(on)) continue
          const said = await walk.openAt(`/work/${on}/${panel.id}`, WORKS_IN[on])
          if (said.length > 0) walk.panels.add(panel.id)
        }
      }
      expect(walk.found.disagreeing).toEqual([])
    },
    SLOW_MS * 4,
  )
})

describe('one subject has one number', () => {
  it(
    'on the cards of a room, its neighbours, a unit and a vehicle',
    async () => {
      const { rows } = await wall.server.database.pool.query<{ vehicle: string; unit: string; room: string }>(
        `select (select id from vehicles where region = $1 order by id limit 1) as vehicle, u.id as unit, (select id from rooms where unit = u.id order by id limit 1) as room from units u where u.region = $1 and exists (select 1 from rooms where unit = u.id) order by u.id limit 1`,
        [COUNTY],
      )
      const { vehicle, unit, room } = rows[0]!
      const card = await read<RoomCard>(`/api/rooms/${room}`)
      for (const sel of [
        `room:${room}`,
        `room:${card.neighbours[0]!.id}`,
        `unit:${unit}`,
        `vehicle:${vehicle}`,
      ])
        await walk.openAt(`/view/${COUNTY}?sel=${sel}`)
      expect(walk.found.disagreeing).toEqual([])
    },
    SLOW_MS,
  )
})

describe('one subject has one number', () => {
  it(
    'in the past: what a county counted is counted so a minute ago, and its load is the one that the server tells of that instant',
    async () => {
      const path = `/view/${COUNTY}?scene=overview`
      const live = new Map(
        (await walk.openAt(path)).map(({ key, text, on, panel }) => [`${on} ${panel} ${key}`, text]),
      )
      const page = await walk.screenOf('manager')
      /** The word that the browser draws no map lies over the time bar. */
      await page.locator('.time .place').dispatchEvent('pointerdown')
      await page.locator('[data-do="replay"]').dispatchEvent('click')
      await page.locator('[data-do="play"]').dispatchEvent('click')
      await page.waitForSelector('.clock[data-mode="past"]')
      await page.locator('[data-do="when"]').fill('2026-11-19 09:58')
      await page.keyboard.press('Enter')
      await eventually(
        () => saidOn(page),
        (rows) => rows.some(({ panel, time }) => panel === 'housing-overview' && time === 'past'),
        20_000,
      )
      const then = (await walk.saidAt(page)).filter(({ panel, time }) => panel !== null && time === 'past')
      expect(new Set(then.map(({ panel }) => panel)).size).toBeGreaterThan(2)
      const counted = then.filter(({ subject }) => !isMoving(subject) && subject !== 'vehicles')
      expect(counted.length).toBeGreaterThan(10)
      const asNow = ({ key, on, panel }: (typeof then)[number]) => [
        on,
        key,
        live.get(`${on} ${panel} ${key}`),
      ]
      expect(counted.map(({ key, text, on }) => [on, key, text])).toEqual(counted.map(asNow))
      const curve = await read<LoadCurve>(
        `/api/energy/load?region=${COUNTY}&at=${Date.parse('2026-11-19T09:58:00+08:00')}`,
      )
      const loads = (await saidOn(page)).filter(({ subject }) => subject === 'loadKw').map(({ text }) => text)
      expect(loads.length).toBeGreaterThan(1)
      expect(loads.filter((text) => !isOneNumber(text, `${curve.nowKw ?? '—'}`))).toEqual([])
      await page.keyboard.press('r')
    },
    SLOW_MS * 2,
  )
})

describe('one subject has one number', () => {
  it(
    'alerts stand in one order and in one number in the strip, the list and the page, with their day',
    async () => {
      const page = await walk.screenOf('manager')
      const ids = (where: string, name: string): Promise<(string | undefined)[]> =>
        page
          .locator(where)
          .evaluateAll((rows, of) => rows.map((row) => (row as HTMLElement).dataset[of]), name)
      const calling = async (): Promise<number[]> =>
        (await saidOn(page))
          .filter(({ subject, panel }) => subject === 'calling' && panel === null)
          .map(({ text }) => Number(text.replace(/\D/g, '')))
      await walk.openAt(`/view/${PROVINCE}?scene=supervision`)
      const list = await ids('[data-panel="alert-list"] [data-alert-row]', 'alertRow')
      const strip = await ids('.ticker [data-alert]', 'rule')
      expect(strip.length).toBeGreaterThan(0)
      /** The strip has a line for each rule, where its gravest alert stands, and turns its pages. */
      const rules = [...new Set(list.map((id) => id!.slice(0, 5)))]
      const first = rules.indexOf(strip[0]!)
      expect(rules.slice(first, first + strip.length)).toEqual(strip)
      expect(await calling()).toEqual([list.length])
      const housing = await ids('[data-panel="over-standard"] [data-alert-row]', 'alertRow')
      const ofHousing = list.filter((id) => id!.startsWith('OF-'))
      expect(housing.slice(0, ofHousing.length)).toEqual(ofHousing)
      await walk.openAt(`/view/${COUNTY}`)
      const [here, home] = await calling()
      expect(here).toBeLessThan(home!)
    },
    SLOW_MS,
  )

  it('compares what stands in several places, and leaves out no panel, card or page', () => {
    for (const subject of [
      'overRooms',
      'overAreaDm2',
      'idleDm2',
      'usableDm2',
      'people',
      'vehicles',
      'index:over',
      'index:energy',
      'index:certified',
      'missingDm2',
      'vehicle:runningCost',
    ]) {
      expect(walk.found.compared).toContain(`${subject} of ${PROVINCE}`)
    }
    for (const subject of ['overRooms', 'usableDm2', 'index:over', 'index:vehicleUse', 'vacancyKwh'])
      expect(walk.found.compared).toContain(`${subject} of ${COUNTY}`)
    expect(walk.failed).toEqual([])
    for (const panel of OF_WALLS)
      expect([panel, walk.found.comparedOn(panel).length > 0]).toEqual([panel, true])
    expect(PANELS.map(({ id }) => id).filter((id) => !walk.panels.has(id) && !WITHOUT.has(id))).toEqual([])
  })
})
