import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { authenticateBody, writeFrame } from '../../../data/standin/terminals/frames.ts'
import { xorOf } from '../../../server/codecs/bytes.ts'
import { wire809 } from '../../../server/codecs/jt809/index.ts'
import {
  gb32960ConfigSchema,
  jt808ConfigSchema,
  jt809ConfigSchema,
} from '../../../server/sources/gateway/config.ts'
import type { GatewayPorts } from '../../../server/sources/gateway/gateway.ts'
import type { Line } from '../../../server/sources/gateway/listener.ts'
import { makeGb32960Session } from '../../../server/sources/gb32960/session.ts'
import { authCode } from '../../../server/sources/jt808/answers.ts'
import { makeJt808Session } from '../../../server/sources/jt808/session.ts'
import { makeJt809Session } from '../../../server/sources/jt809/session.ts'
import { FRAMES, REPAIRS } from '../../builders/devices/frames.ts'
import { makeMutator } from '../../builders/devices/mutate.ts'
import { bytes } from './vehicleFrames.ts'

/** What lets a session in: the code of a number; user 1 of platform 1; a VIN. */
const PROOFS: Readonly<Record<string, readonly Uint8Array[]>> = {
  jt808: [
    writeFrame(
      { phone: '013833501744', version: '2013' },
      0x0102,
      1,
      authenticateBody('2013', authCode('key-of-eight', '013833501744')),
    ),
  ],
  jt809: [
    wire809(bytes(`000000480000000110010000000101000000${'00000000'}00000001${'61'}${'00'.repeat(41)}`)),
  ],
  gb32960: [
    bytes('232301FE31373036303647423036435A483030343501001E1A0509102B000001' + '31'.repeat(20) + '000000'),
  ],
}

PROOFS.gb32960![0]![PROOFS.gb32960![0]!.length - 1] = xorOf(
  PROOFS.gb32960![0]!,
  2,
  PROOFS.gb32960![0]!.length - 1,
)

const line: Line = {
  address: '10.0.0.1',
  write: () => undefined,
  proven: () => undefined,
  close: () => undefined,
  hold: () => undefined,
  release: () => undefined,
}

const makePorts = () => {
  const seen = { faults: 0, points: 0, codes: new Set<string>() }
  const ports: GatewayPorts = {
    clock: () => Date.UTC(2026, 4, 9, 8, 43),
    registers: { metersOf: () => [], vehicleBy: () => 'V1' },
    intake: {
      offer: (items, done) => void ((seen.points += items.length), done(true)),
      start: () => undefined,
      stop: async () => undefined,
      waiting: () => 0,
    },
    driver: async () => true,
    fault: ({ code }) => void (seen.faults++, seen.codes.add(code)),
    count: () => undefined,
  }
  return { ports, seen }
}

describe('sessions of the gateways', () => {
  it.each([
    [
      'jt808',
      (ports: GatewayPorts) =>
        makeJt808Session(
          line,
          jt808ConfigSchema.parse({ way: 'jt808', name: 'a', port: 0, authKey: 'key-of-eight' }),
          new Map(),
          ports,
        ),
    ],
    [
      'jt809',
      (ports: GatewayPorts) =>
        makeJt809Session(
          line,
          jt809ConfigSchema.parse({
            way: 'jt809',
            name: 'a',
            port: 0,
            users: [{ user: 1, password: 'a', platform: 1 }],
          }),
          ports,
        ),
    ],
    [
      'gb32960',
      (ports: GatewayPorts) =>
        makeGb32960Session(line, gb32960ConfigSchema.parse({ way: 'gb32960', name: 'a', port: 0 }), ports),
    ],
  ] as const)('of %s outlive 5,000 mutated frames, proven or not', (protocol, open) => {
    const { ports, seen } = makePorts()
    const session = open(ports)
    const mutator = makeMutator([...FRAMES[protocol]!.map(bytes), ...PROOFS[protocol]!], 5, REPAIRS[protocol])
    for (const proof of PROOFS[protocol]!) session.data(proof)
    for (let i = 0; i < 5_000; i++) session.data(mutator.next())
    session.end()
    expect(seen.faults).toBeGreaterThan(1_000)
    expect([...seen.codes]).toEqual(expect.arrayContaining(['clock-behind', 'checksum']))
  })
})

describe('cli decode', () => {
  it('reads a file without a database, a JSON object a frame in order, an error for a bad one', () => {
    const dir = mkdtempSync(join(tmpdir(), 'decode-'))
    const file = join(dir, 'frames.tsv')
    const [good, other] = FRAMES.jt808 as [string, string]
    writeFileSync(
      file,
      `# remark\r\n${good}\tignored\tcolumns\r\n\r\nzz\n7E 0200 00 7E\n${other.replace(/(..)/g, '$1 ')}\n`,
    )
    const run = spawnSync(process.execPath, ['server/cli.ts', 'decode', 'jt808', file], {
      encoding: 'utf8',
      env: { ...process.env, GUANLAN_DATA_DIR: dir, DATABASE_URL: '' },
    })
    rmSync(dir, { recursive: true })
    expect(run.status).toBe(0)
    expect(
      run.stdout
        .trimEnd()
        .split('\n')
        .map((row) => JSON.parse(row)),
    ).toMatchObject([
      { line: 2, lat: 12.222222 },
      { line: 4, error: { code: 'hex' } },
      { line: 5, error: { code: 'short' } },
      { line: 6, lat: 22.6426 },
    ])
  })
})
