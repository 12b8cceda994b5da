import type { Page } from 'playwright-core'
import type { WorstPlace } from '#shared/housing/answers/worst.ts'
import type { FenceCard, FenceRow, Interior, VehicleCard } from '#shared/protocol/http.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import { choose } from '../builders/screen/browser.ts'
import type { PictureAccount } from './product.ts'

/** Reads an answer of the house. */
export type Read = <T>(path: string) => Promise<T>

/** What the pictures show, found in the ledger: a full county, and the worst compound, building and office of the province. */
export interface Subjects {
  readonly county: string
  readonly compound: string
  readonly building: string
  readonly floor: string
  readonly room: string
  readonly workstation: string
  readonly vehicle: string
  readonly vehicleAt: readonly [lon: number, lat: number]
  readonly fence: string
  readonly fenceAt: LonLat
}

const PROVINCE = '450000'
const COUNTY = '450103'
const MOST_VEHICLES = 7000
/** Its track is worth a picture. */
const LONG_UNDER_WAY_MS = 20 * 60_000

/** The worst compound and building of the province by 超标, and the office farthest over its limit there. */
const worstInside = async (
  read: Read,
): Promise<Pick<Subjects, 'compound' | 'building' | 'floor' | 'room' | 'workstation'>> => {
  const { steps } = await read<WorstPlace>(`/api/worst?region=${PROVINCE}&index=over`)
  const idOf = (kind: string): string => steps.find((step) => step.kind === kind)?.id ?? ''
  const [compound, building] = [idOf('compound'), idOf('building')]
  const { floors } = await read<Interior>(`/api/buildings/${building}/interior`)
  const [worst] = floors
    .flatMap(({ id, rooms }) => rooms.map((room) => ({ floor: id, room })))
    .filter(({ room }) => room.limit !== null && room.usableArea > room.limit && room.desks.length > 0)
    .sort((a, b) => (b.room.limitUse ?? 0) - (a.room.limitUse ?? 0))
  if (!worst) throw new Error(`${building} has no office over its limit with a desk`)
  return { compound, building, floor: worst.floor, room: worst.room.id, workstation: worst.room.desks[0]!.id }
}

const movingVehicle = async (read: Read): Promise<VehicleCard> => {
  for (let ordinal = 0; ordinal < MOST_VEHICLES; ordinal++) {
    const card = await read<VehicleCard>(`/api/vehicles/${ordinal}`).catch(() => null)
    if (
      card?.id.startsWith(`V${COUNTY}`) &&
      card.state === 'moving' &&
      card.driver &&
      card.last &&
      card.last.speedKmh > 30 &&
      card.order &&
      card.last.at - card.order.start > LONG_UNDER_WAY_MS
    )
      return card
  }
  throw new Error(`no vehicle of ${COUNTY} is under way with an order`)
}

const centreOf = ({ geometry }: FenceRow): LonLat | null => {
  if (geometry.type === 'circle') return geometry.center
  return geometry.type === 'corridor' ? (geometry.path[Math.floor(geometry.path.length / 2)] ?? null) : null
}

const MOST_FENCES = 40
/** A fence with vehicles inside or cases of today; the fullest of the first ones. */
const busyFence = async (read: Read): Promise<Pick<Subjects, 'fence' | 'fenceAt'>> => {
  const { fences } = await read<{ fences: FenceRow[] }>(`/api/fences?region=${COUNTY}`)
  let best: { readonly fence: string; readonly fenceAt: LonLat; readonly worth: number } | null = null
  for (const fence of fences.filter((row) => row.kind !== 'depot' && centreOf(row)).slice(0, MOST_FENCES)) {
    const { inside, today } = await read<FenceCard>(`/api/fences/${encodeURIComponent(fence.id)}`)
    const worth = inside.total + 2 * today.total
    if (worth > (best?.worth ?? -1)) best = { fence: fence.id, fenceAt: centreOf(fence) as LonLat, worth }
  }
  if (!best) throw new Error(`${COUNTY} has no fence with a centre`)
  return best
}

export const findSubjects = async (read: Read): Promise<Subjects> => {
  const vehicle = await movingVehicle(read)
  return {
    county: COUNTY,
    ...(await worstInside(read)),
    ...(await busyFence(read)),
    vehicle: String(vehicle.ordinal),
    vehicleAt: [vehicle.last!.lon, vehicle.last!.lat],
  }
}

export interface Shot {
  readonly name: string
  readonly path: string
  readonly size: readonly [number, number]
  readonly limitBytes: number
  /** Who looks; the supervisor where it is left out. */
  readonly as?: PictureAccount
  /** Before the picture: what a person would do. */
  readonly prepare?: (page: Page) => Promise<void>
}

const DESK = { size: [1920, 1080], limitBytes: 300_000 } as const

const search = async (page: Page): Promise<void> => {
  await page.keyboard.press('/')
  await page.fill('input[type=search]', 'qxq')
  await page.waitForSelector('#search-hits button')
}

const REPLAY_RUNS_MS = 3000
/** The last ten minutes, at ten times. */
const replay = async (page: Page): Promise<void> => {
  await page.keyboard.press('r')
  await choose(page, 'rate', '10')
  await page.waitForSelector('[data-replay=playing]')
  await page.waitForTimeout(REPLAY_RUNS_MS)
}

const firstOrder = async (page: Page): Promise<void> => {
  await page.locator('.panel .board .list button').first().click()
  await page.waitForSelector('.panel .sheet .line')
}

/** An alert of a vehicle rule: its card reads the limit and the vehicles. */
const vehicleAlert = async (page: Page): Promise<void> => {
  await page.locator('.panel [role=tab]', { hasText: '用车' }).click()
  await page.locator('.panel .why', { hasText: 'VH-10' }).first().click()
  await page.waitForTimeout(REPLAY_RUNS_MS)
}

/** A limit is revised, and not saved: the picture shows the difference, the reason and what follows. */
const revise = async (page: Page): Promise<void> => {
  await page.locator('[data-parameter="vehicle.live.overspeedRed"] button.cell').click()
  await page.locator('aside.drawer input[type=number]').first().fill('15')
  await page.locator('aside.drawer textarea[name=reason]').fill('按本级会议纪要,从严分级')
}

/** Every step of the README's pictures, in the order of the drill. */
export const shotsOf = (it: Subjects): readonly Shot[] => [
  { name: 'overview', path: '/view/450000', ...DESK },
  { name: 'county', path: `/view/${it.county}?scene=housing`, ...DESK },
  { name: 'compound', path: `/view/${it.compound}?scene=housing`, ...DESK },
  { name: 'building', path: `/view/${it.building}?scene=housing`, ...DESK },
  { name: 'floor', path: `/view/${it.floor}?scene=housing`, ...DESK },
  { name: 'room', path: `/view/${it.floor}?scene=housing&sel=room:${it.room}`, ...DESK },
  {
    name: 'workstation',
    path: `/view/${it.floor}?scene=housing&sel=workstation:${it.workstation}@${it.room}`,
    ...DESK,
  },
  { name: 'search', path: '/view/450100', ...DESK, prepare: search },
  { name: 'globe', path: '/view/450000?engine=globe', ...DESK },
  {
    name: 'vehicle',
    path: `/view/${it.county}?scene=vehicles&sel=vehicle:${it.vehicle}&cam=${it.vehicleAt.join()},13,0,0`,
    ...DESK,
  },
  { name: 'energy', path: '/view/450100?scene=energy&index=energy', ...DESK },
  {
    name: 'fences',
    path: `/view/${it.county}?scene=vehicles&sel=fence:${it.fence}&cam=${it.fenceAt.join()},13,0,0`,
    ...DESK,
  },
  { name: 'replay', path: `/view/${it.county}?scene=vehicles`, ...DESK, prepare: replay },
  { name: 'order', path: `/view/${it.county}?scene=vehicles`, ...DESK, prepare: firstOrder },
  { name: 'alert', path: '/view/450000?scene=vehicles', ...DESK, prepare: vehicleAlert },
  { name: 'standards', path: '/work/management/standards', as: 'manager', ...DESK, prepare: revise },
  { name: 'insight', path: `/view/${it.building}?scene=energy&index=energy`, ...DESK },
  { name: 'wall', path: '/view/450000', size: [6656, 1792], limitBytes: 600_000 },
]
