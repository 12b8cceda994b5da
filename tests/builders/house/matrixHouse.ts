import type { Role, Scope } from '../../../src/shared/kernel/roles.ts'
import { admitRecords } from '../../../server/sources/door.ts'
import { hashPassword } from '../../../server/access/accounts/passwords.ts'
import { fill, position, type LiveHouse } from './liveHouse.ts'
import { startTestServer, TEST_PASSWORD, type TestServer } from './server.ts'
import { smallProvince, type Records } from '../records/smallProvince.ts'

export const [CITY, COUNTY, OTHER_COUNTY, NO_COUNTY] = ['450100', '450102', '450203', '459999']
/** Stand in every name, place and reason of the other county: one of them in an answer is a leak. */
const FAR = '禁外'
/** Clear names, plates and phones of both counties, beside those of the small province. */
const PEOPLE = {
  [COUNTY as string]: ['慕容机密', '13966660001', '桂A7K5M3', '上官机密', '13966660002'],
  [OTHER_COUNTY as string]: [`欧阳${FAR}`, '13966660003', '桂B9X8W7', `司徒${FAR}`, '13966660004'],
}

const makeRecords = (now: number): Records => {
  const records = smallProvince()
  for (const [county, [name, phone, plate, driver, driverPhone]] of Object.entries(PEOPLE) as [
    string,
    [string, string, string, string, string],
  ][]) {
    const far = county === OTHER_COUNTY ? FAR : '本地'
    const put = <T extends object>(list: T[], id: string, more: Partial<T>): void =>
      void Object.assign(list.find((one) => (one as { id?: string }).id === id) as T, more)
    for (const unit of [0, 1, 2]) put(records.units, `U-${county}-${unit}`, { name: `${far}单位${unit}` })
    put(records.people, `P-K-${county}-0-B0-F1-R2-0`, { name, phone, post: `${far}处长` })
    put(records.vehicles, `V-${county}-0`, {
      plate,
      driver: { name: driver, phone: driverPhone },
      model: `${far}轿车`,
    })
    put(records.compounds, `K-${county}-0`, { name: `${far}办公区`, address: `${far}大道` })
    put(records.depots, `D-${county}`, { name: `${far}停车场` })
    for (const building of records.buildings)
      if (building.id.startsWith(`K-${county}`)) building.name = `${far}楼`
    for (const unit of [0, 1, 2]) {
      const roster = { vehicles: [], units: [`U-${county}-${unit}`], categories: [], regions: [] }
      records.fences.push({
        id: `F-${county}-${unit}`,
        region: county,
        name: `${far}围栏`,
        kind: 'forbidden',
        place: null,
        rule: 'keep-out',
        limitKmh: null,
        geometry: { type: 'circle', center: [108.3, 22.8], radiusM: 5000 },
        roster,
        order: null,
        window: null,
        updatedAt: now,
      })
    }
    for (const unit of [0, 1, 2])
      records.orders.push({
        id: `O-${county}-${unit}`,
        vehicle: `V-${county}-${unit}`,
        unit: `U-${county}-${unit}`,
        reason: `${far}公务`,
        from: `${far}甲`,
        to: `${far}乙`,
        start: now - 600_000,
        end: now + 3_600_000,
        driver,
        status: 'underway',
        updatedAt: now,
      })
  }
  return records
}

export interface MatrixHouse {
  readonly server: TestServer
  readonly records: Records
  /** What no masked role may read anywhere. */
  readonly clear: readonly string[]
  /** What nobody of the city may read. */
  readonly far: RegExp
  /** The cookie of a role within `CITY`, of its unit where it is a unit's; signed in anew where `anew`. */
  cookie(role: Role, anew?: boolean): Promise<string>
  stop(): Promise<void>
}

const scopeOf = (role: Role): Scope =>
  role === 'unit-user'
    ? { kind: 'unit', unit: `U-${COUNTY}-0`, region: COUNTY as string }
    : { kind: 'region', region: CITY as string }
const cookieOf = (response: Response): string =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

const addAccounts = async (
  running: TestServer['running'],
  roles: readonly Role[],
  now: number,
): Promise<void> => {
  const passwordHash = await hashPassword(TEST_PASSWORD)
  const account = (name: string, role: Role, scope: Scope, displayName = name) => ({
    id: name,
    name,
    displayName,
    role,
    scope,
    responsible: '',
    state: 'active' as const,
    passwordHash,
    mustChange: false,
    passwordAt: now,
    createdAt: now,
  })
  const people = roles
    .filter((role) => role !== 'wall')
    .map((role) => account(`m-${role}`, role, scopeOf(role)))
  const targets = [COUNTY, OTHER_COUNTY].map((county) =>
    account(
      `account-${county}`,
      'unit-user',
      { kind: 'unit', unit: `U-${county}-0`, region: county as string },
      county === OTHER_COUNTY ? `${FAR}账号` : '本地账号',
    ),
  )
  await running.access.accountStore.insert([...people, ...targets])
}

const signInAt = ({ url, running }: TestServer) => {
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return async (role: Role): Promise<string> => {
    if (role !== 'wall')
      return cookieOf(await post('/api/session', { name: `m-${role}`, password: TEST_PASSWORD }))
    const { code } = await running.access.pairing.issue(
      { account: 'test', role: 'operator', address: 'local', scope: scopeOf(role) } as never,
      'a wall',
      scopeOf(role),
    )
    return cookieOf(await post('/api/pair', { code }))
  }
}

/** A server over the small province with canaries on both sides of a border, and every role on one side. */
export const startMatrixHouse = async (roles: readonly Role[]): Promise<MatrixHouse> => {
  const server = await startTestServer({ scale: null })
  const { running } = server
  const now = Date.now()
  const records = makeRecords(now)
  await fill({ live: running.ports.intake } as unknown as LiveHouse, records)
  await running.ports.intake.sink.accept('test', {
    kind: 'positions',
    items: records.vehicles.flatMap(({ id }) =>
      [240_000, 120_000, 1_000].map((ago) => position(id, now - ago)),
    ),
  })
  for (const county of [COUNTY, OTHER_COUNTY]) {
    const bad = {
      ...records.people.find(({ id }) => id === `P-K-${county}-0-B0-F1-R2-0`),
      grade: 'emperor',
      idCard: '450102199001011234',
    }
    await running.ports.intake.sink.quarantine(
      admitRecords('test', 'people', [bad, { ...bad, grade: 'staff', phone: 13_966_660_001 }], now).rejected,
    )
  }
  await running.ports.housing.measureDays.keep()
  await addAccounts(running, roles, now)
  const signIn = signInAt(server)
  const cookies = new Map<Role, string>()
  return {
    server,
    records,
    clear: [
      ...new Set([
        ...records.people.flatMap(({ name, phone }) => [name, phone ?? '']),
        ...records.vehicles.flatMap(({ plate, driver }) => [plate, driver?.name ?? '', driver?.phone ?? '']),
        '450102199001011234',
      ]),
    ].filter(Boolean),
    far: new RegExp(`${FAR}|桂B9X8W7|1396666000[34]|${OTHER_COUNTY}|450200`),
    cookie: async (role, anew = false) => {
      if (anew || !cookies.has(role)) cookies.set(role, await signIn(role))
      return cookies.get(role) as string
    },
    stop: server.stop,
  }
}
