import { io } from 'socket.io-client'
import { describe, expect, it } from 'vitest'
import { masksByDefault, may, ROLES, type Role } from '../../../../src/shared/kernel/roles.ts'
import { SOCKET_PATH, type Ack, type Topic } from '../../../../src/shared/protocol/events.ts'
import { TOPICS } from '../../../../src/shared/protocol/allTopics.ts'
import { hear, position } from '../../../builders/house/liveHouse.ts'
import { CITY, COUNTY, NO_COUNTY, OTHER_COUNTY } from '../../../builders/house/matrixHouse.ts'
import { house, regionOf, unitOf, ordinalsOf, cleared } from './asks.ts'

/** What a topic's items may tell of a viewer's region; one that is not here is refused by the test. */
const TOPIC_TABLE: Readonly<Record<Topic, { readonly forUnit: boolean }>> = {
  vehicles: { forUnit: true },
  energy: { forUnit: true },
  alerts: { forUnit: true },
  ledger: { forUnit: true },
  load: { forUnit: false },
  sources: { forUnit: true },
  standards: { forUnit: true },
}

describe('role by topic by scope', () => {
  it('has a row for every topic and no other', () => {
    expect(Object.keys(TOPIC_TABLE).toSorted()).toEqual(TOPICS.map(({ name }) => name).toSorted())
  })

  it('lets no page of another origin in, its scheme among it', async () => {
    const { url } = house.server
    const opened = async (origin: string): Promise<boolean> => {
      const socket = io(url, {
        path: SOCKET_PATH,
        transports: ['websocket'],
        reconnection: false,
        extraHeaders: { cookie: await house.cookie('leader'), origin },
      })
      const isOpen = await new Promise<boolean>(
        (resolve) =>
          void socket.once('connect', () => resolve(true)).once('connect_error', () => resolve(false)),
      )
      socket.disconnect()
      return isOpen
    }
    const tried = [url, url.replace('http:', 'https:'), 'http://elsewhere.example', `${url}0`, 'null']
    expect(await Promise.all(tried.map(opened))).toEqual([true, false, false, false, false])
  })
})

/** A role’s screen that asks for every topic here and beyond its borders. */
const screenOf = async (role: Role) => {
  const socket = io(house.server.url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    extraHeaders: { cookie: await house.cookie(role) },
  })
  const heard = hear(socket)
  await new Promise(
    (resolve, reject) => void socket.once('connect', () => resolve(null)).once('connect_error', reject),
  )
  const acks: [Topic, string, Ack][] = []
  for (const topic of TOPICS.map(({ name }) => name as Topic))
    for (const region of [
      role === 'unit-user' ? COUNTY : CITY,
      OTHER_COUNTY,
      '450200',
      NO_COUNTY,
    ] as string[])
      acks.push([topic, region, await socket.emitWithAck('subscribe', { topic, region })])
  return { role, socket, heard, acks }
}

/** Nothing of another’s place, nothing in the clear that is masked, and what it may see. */
const expectOwn = ({ role, heard }: Awaited<ReturnType<typeof screenOf>>): void => {
  const words = JSON.stringify([heard.batches, heard.skipped, heard.ended])
  expect([role, words.match(house.far)?.[0], masksByDefault(role) ? cleared(words) : []]).toEqual([
    role,
    undefined,
    [],
  ])
  const seen = heard.frames.filter(({ topic }) => topic === 'vehicles').flatMap(ordinalsOf)
  expect([
    role,
    seen.filter(
      (ordinal) =>
        !regionOf(ordinal).startsWith('4501') ||
        (role === 'unit-user' && unitOf(ordinal) !== `U-${COUNTY}-0`),
    ),
  ]).toEqual([role, []])
  expect([role, seen.length > 0]).toEqual([role, may(role, 'view.live')])
}

describe('role by topic by scope', () => {
  it('opens what a role may watch in its scope, and sends it no row of another nor a clear word', async () => {
    const { running } = house.server
    const screens = await Promise.all(ROLES.map(screenOf))
    for (const { role, acks } of screens)
      for (const [topic, region, ack] of acks) {
        const expected =
          may(role, TOPICS.find(({ name }) => name === topic)!.permission) &&
          region.startsWith('4501') &&
          (role !== 'unit-user' || TOPIC_TABLE[topic].forUnit)
        expect([role, topic, region, ack.ok]).toEqual([role, topic, region, expected])
      }
    const now = Date.now()
    await running.ports.intake.sink.accept('test', {
      kind: 'positions',
      items: house.records.vehicles.map(({ id }) => position(id, now, { lon: 108.301 })),
    })
    const manager = { account: 'm', role: 'manager', scope: { kind: 'region', region: '450000' } } as const
    for (const county of [COUNTY, OTHER_COUNTY])
      await running.ports.housing.editRoom(manager, `K-${county}-0-B0-F1-R2`, {
        reason: '复核',
        usableArea: 31,
      })
    await expect
      .poll(
        () =>
          screens
            .find(({ role }) => role === 'leader')
            ?.heard.batches.some(({ topic }) => topic === 'ledger'),
        { timeout: 15_000 },
      )
      .toBe(true)
    await expect
      .poll(
        () =>
          (screens
            .find(({ role }) => role === 'leader')
            ?.heard.frames.filter(({ topic }) => topic === 'vehicles').length ?? 0) > 1,
        { timeout: 15_000 },
      )
      .toBe(true)
    for (const screen of screens) {
      expectOwn(screen)
      screen.socket.disconnect()
    }
  })
})
