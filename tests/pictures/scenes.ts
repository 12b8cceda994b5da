import type { Page } from 'playwright-core'
import type {
  ChildPlace,
  FenceCard,
  FenceRow,
  Interior,
  PlaceView,
  VehicleCard,
} from '#shared/protocol/http.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import { choose } from '../builders/screen/browser.ts'
import type { PictureAccount } from './product.ts'

/** Reads an answer of the house. */
export type Read = <T>(path: string) => Promise<T>

/** What the pictures show, found in the ledger: a full county, its largest compound, a building with an office over its limit. */
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

const COUNTY = '450103'
const MOST_VEHICLES = 7000
/** Its track is worth a picture. */
const LONG_UNDER_WAY_MS = 20 * 60_000

const interiorWithOver = async (
  read: Read,
  buildings: readonly ChildPlace[],
): Promise<Pick<Subjects, 'building' | 'floor' | 'room' | 'workstation'>> => {
  for (const { id } of buildings) {
    const interior = await read<Interior>(`/api/buildings/${id}/interior`)
    for (const floor of interior.floors.filter((row) => row.level >= 3))
      for (const room of floor.rooms)
        if (room.limit !== null && room.usableArea > room.limit * 1.05 && room.desks.length >= 2)
          return { building: id, floor: floor.id, room: room.id, workstation: room.desks[0]!.id }
  }
  throw new Error('no building of the compound has an office over its limit above its second floor')
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
  const county = await read<PlaceView>(`/api/places/${COUNTY}`)
  const compounds = await Promise.all(
    county.children.slice(0, 40).map((child) => read<PlaceView>(`/api/places/${child.id}`)),
  )
  for (const compound of compounds.toSorted((a, b) => b.children.length - a.children.length)) {
    const inside = await interiorWithOver(read, compound.children).catch(() => null)
    if (!inside) continue
    const vehicle = await movingVehicle(read)
    return {
      county: COUNTY,
      compound: compound.id,
      ...inside,
      ...(await busyFence(read)),
      vehicle: String(vehicle.ordinal),
      vehicleAt: [vehicle.last!.lon, vehicle.last!.lat],
    }
  }
  throw new Error(`${COUNTY} has no compound with an office over its limit`)
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
