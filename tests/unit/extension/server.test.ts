import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestDatabase, type TestDatabase } from '../../builders/house/database.ts'
import { copyTree, type Copy } from './copy.ts'
import { ADDED } from './serverFiles.ts'

const run = promisify(execFile)
const LIMIT_MS = 180_000

const house = {} as { copy: Copy; database: TestDatabase; told: any; frames: string[] }

const nodeIn = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: house.copy.folder,
    env: { ...process.env, ...env },
    timeout: LIMIT_MS,
  })
  return stdout
}

beforeAll(async () => {
  house.copy = copyTree()
  house.copy.add(ADDED)
  house.database = await makeTestDatabase()
  const lines = (await nodeIn(['probe.ts'], { DATABASE_URL: house.database.url })).split('\n')
  house.told = JSON.parse(lines.find((line) => line.startsWith('TOLD '))!.slice(5))
  house.frames = (await nodeIn([join('server', 'cli.ts'), 'decode', 'knock', 'frames.txt']))
    .trim()
    .split('\n')
}, LIMIT_MS)
afterAll(async () => {
  await house.database?.drop()
  house.copy?.remove()
}, LIMIT_MS)

describe('an application, a protocol and a door in new files alone', () => {
  it('change no file that is there', () => {
    expect(house.copy.changed()).toEqual([])
  })

  it('the application’s records stand in the contract and the stand-in knows of them', () => {
    expect(house.told.openapi.join('\n')).toContain('/v1/meeting-bookings:')
    expect(house.told.guide.join('\n')).toContain('会议室预订 / bookings of meeting rooms')
    expect(house.told.standin).toEqual([true, []])
  })

  it('its demonstration is made with each county’s', () => {
    expect(house.told.made).toMatchObject([
      { id: 'B-450103', region: '450103', hall: expect.stringMatching(/./) },
    ])
  })

  it('its records lie in its table and are read by its route, which only who may asks', () => {
    expect(house.told.rows).toEqual([
      { id: 'D1', hall: '荔园' },
      { id: 'K1', hall: 'hall 7' },
    ])
    expect(house.told.unknown).toBe(401)
    expect(house.told.bookings).toEqual({
      bookings: [
        { id: 'D1', hall: '荔园', source: 'frontdesk' },
        { id: 'K1', hall: 'hall 7', source: 'knocks' },
      ],
    })
  })

  it('its topic is opened on the socket and sends what came; a topic of nobody is refused', () => {
    expect(house.told.acks).toMatchObject([{ ok: true }, { ok: false, code: 'bad-request' }, { ok: true }])
    expect(house.told.noise).toEqual(['meeting-noise', 7, 42.5])
    expect(house.told.batch).toMatchObject({
      topic: 'meeting-bookings',
      items: [{ id: 'D1', hall: '荔园' }],
    })
  })

  it('its module starts and ends with the house', () => {
    expect(house.told.started).toEqual(
      expect.arrayContaining(['meetings have started', 'meetings have stopped']),
    )
    expect(house.told.started.filter((line: unknown) => String(line).startsWith('ERROR'))).toEqual([])
  })

  it('the door keeps what is good and says what it turns away', () => {
    expect(house.told.handed).toEqual({ kept: 1, refused: [expect.stringMatching(/^hall: /)] })
  })

  it('the command line decodes the protocol’s frames', () => {
    expect(house.frames.map((line) => JSON.parse(line))).toMatchObject([
      { line: 1, hall: 7 },
      { line: 2, error: { code: 'length' } },
    ])
  })
})
