import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { platformKeys } from '../../../server/launch/house/keys.ts'
import { readOptions } from '../../../server/launch/options.ts'
import type { Child } from '../../../server/launch/processes/children.ts'
import { countiesMade, standinReady, totalOf, type StandinAddress } from '../../../server/launch/standin.ts'
import { COLLECTION_NAMES, isHistory } from '../../../src/shared/protocol/platform.ts'

let base: string
let server: Server | null = null
beforeAll(() => (base = mkdtempSync(join(tmpdir(), 'guanlan-standin-'))))
afterEach(() => {
  server?.close()
  server = null
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** A platform that answers so; undefined is a fault of its own. */
const platform = async (answer: (request: IncomingMessage) => unknown): Promise<StandinAddress> => {
  server?.close()
  server = createServer((request, response) => {
    const body = answer(request)
    response.statusCode = body === undefined ? 503 : 200
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, mqttPort: 1, slave: null }
}
const gone: StandinAddress = { url: 'http://127.0.0.1:9', mqttPort: 1, slave: null }

describe('what the platform has made', () => {
  it('is said county by county, and no more once they are all there', async () => {
    const counties = { made: 3, total: 111 }
    const standin = await platform(({ url }) => (url === '/_health' ? { counties } : undefined))
    expect(await countiesMade(standin)).toBe('平台生成县区 the platform makes its counties 3 / 111')
    counties.made = 111
    expect(await countiesMade(standin)).toBe('')
  })

  it.each(['<html>', { ok: true }, undefined])('is not said where it answers %j', async (body) => {
    expect(await countiesMade(await platform(() => body))).toBe('')
  })

  it('is not said where it does not answer', async () => {
    expect(await countiesMade(gone)).toBe('')
  })
})

describe('how many records the platform holds', () => {
  const options = () => ({ ...readOptions([], {})!, dataDir: base })
  const CURRENT = COLLECTION_NAMES.filter((name) => !isHistory(name))

  it('is the sum of all collections but their histories, asked with the key that both know', async () => {
    const asked: string[] = []
    const { key } = platformKeys(base)
    const standin = await platform(({ url, headers }) => {
      if (headers.authorization !== `Bearer ${key}`) return undefined
      asked.push(url!)
      return { total: 1000, items: [] }
    })
    expect(await totalOf(options(), standin)).toBe(1000 * CURRENT.length)
    expect(asked.toSorted()).toEqual(CURRENT.map((name) => `/v1/${name}?limit=1`).toSorted())
  })

  it('leaves out a collection that is not answered or not counted, and is unknown where nothing is', async () => {
    const [first, second] = CURRENT
    const standin = await platform(({ url }) => {
      if (url?.startsWith(`/v1/${first}?`)) return undefined
      return url?.startsWith(`/v1/${second}?`) ? { items: [] } : { total: 1 }
    })
    expect(await totalOf(options(), standin)).toBe(CURRENT.length - 2)
    expect(await totalOf(options(), await platform(() => '<html>'))).toBeNull()
    expect(await totalOf(options(), gone)).toBeNull()
  })
})

describe('a platform that starts', () => {
  const childOf = (logFile: string, ended: Promise<string>): Child => ({
    title: '模拟平台 the stand-in platform',
    process: {} as Child['process'],
    logFile,
    ended,
    hasEnded: () => false,
    stop: async () => {},
  })
  const never = new Promise<string>(() => {})

  it('is there once its log says where, with its Modbus slave or without one', async () => {
    const log = join(base, 'ready.log')
    const slave = { port: 1502, building: 'B1', ratio: 2, meters: [{ item: 'total', address: 0 }] }
    for (const its of [slave, null]) {
      rmSync(log, { force: true })
      const ready = standinReady(childOf(log, never))
      writeFileSync(log, '{"level":30,"msg":"making"}\n')
      setTimeout(() => {
        const sheet = JSON.stringify({ slave: its })
        writeFileSync(log, `standin ready http://127.0.0.1:4100 mqtt 1883 ${sheet}\n`, { flag: 'a' })
      }, 20)
      expect(await ready).toEqual({ url: 'http://127.0.0.1:4100', mqttPort: 1883, slave: its })
    }
  })

  it('and ends first is told with its last words and where they stand', async () => {
    const log = join(base, 'ended.log')
    writeFileSync(log, '{"level":30,"msg":"making"}\nError: STANDIN_SEED: expected a number\n')
    await expect(standinReady(childOf(log, Promise.resolve('exit 1')))).rejects.toThrow(
      `模拟平台 the stand-in platform 未能启动 / did not start (exit 1): Error: STANDIN_SEED: expected a number — ${log}`,
    )
  })
})
