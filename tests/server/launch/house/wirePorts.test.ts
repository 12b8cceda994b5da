import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keptPortFrom } from '../../../../server/launch/house/wirePorts.ts'
import { LaunchError } from '../../../../server/launch/options.ts'
import { wirePorts } from '../../../../server/launch/standin.ts'
import { freePort } from '../launched.ts'

let base: string
beforeAll(() => (base = mkdtempSync(join(tmpdir(), 'guanlan-ports-'))))
afterAll(() => rmSync(base, { recursive: true, force: true }))
const PORT = 'GUANLAN_JT808_PORT'

describe('the port that meters or vehicles connect to', () => {
  it('is the same at each start, so that what was told it finds us again', async () => {
    const file = join(base, 'deep', 'kept')
    const first = await keptPortFrom({}, PORT, file)
    expect(first).toBeGreaterThan(0)
    expect(await keptPortFrom({}, PORT, file)).toBe(first)
    expect(readFileSync(file, 'utf8')).toBe(String(first))
  })

  it('is another one, kept from then on, where something else listens there by now', async () => {
    const file = join(base, 'taken')
    const taken = await freePort()
    const other = createServer().listen(taken, '127.0.0.1')
    await once(other, 'listening')
    writeFileSync(file, String(taken))
    const next = await keptPortFrom({}, PORT, file)
    other.close()
    await once(other, 'close')
    expect(next).not.toBe(taken)
    expect(await keptPortFrom({}, PORT, file)).toBe(next)
  })

  it.each(['', 'abc', '0', '65536', '-1', '80.5'])(
    'is a free one where what was kept is none: %j',
    async (text) => {
      const file = join(base, 'damaged')
      writeFileSync(file, text)
      const port = await keptPortFrom({}, PORT, file)
      expect(port).toBeGreaterThan(0)
      expect(readFileSync(file, 'utf8')).toBe(String(port))
    },
  )

  it('is the one that the variable names, before what was kept', async () => {
    const file = join(base, 'named')
    writeFileSync(file, '4001')
    expect(await keptPortFrom({ [PORT]: '4002' }, PORT, file)).toBe(4002)
    expect(readFileSync(file, 'utf8')).toBe('4002')
  })

  it.each(['0', '65536', 'abc', '80.5'])(
    'is no other one than is named: %j is refused with its variable',
    async (named) => {
      const asked = wirePorts({ [PORT]: named }, base)
      await expect(asked).rejects.toThrow(LaunchError)
      await expect(asked).rejects.toThrow(
        `GUANLAN_JT808_PORT must be a whole number from 1 to 65535, not ${named}`,
      )
    },
  )

  it('is one of its own for collectors and one for terminals', async () => {
    const ports = await wirePorts({}, join(base, 'both'))
    expect(ports.collectors).not.toBe(ports.terminals)
    expect(
      ['collector-port', 'jt808-port'].map((name) => readFileSync(join(base, 'both', name), 'utf8')),
    ).toEqual([String(ports.collectors), String(ports.terminals)])
  })
})
