import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeStandin } from '../../../data/standin/standin.ts'
import type { Province, ProvinceOptions } from '../../../data/province/Province.ts'
import type { Standin } from '../../../data/standin/standin.ts'
import type { StandinConfig } from '../../../data/standin/config.ts'
import { makeHandmadeProvince } from '../records/handmadeProvince.ts'

export const STANDIN_KEY = 'standin-test-key'

/** A started stand-in over three counties made by hand, at a quick pace; its folder stays for a restart until `forget`. */
export const startHandmadeStandin = async (
  config: Partial<StandinConfig> = {},
  makeProvince: (options: ProvinceOptions) => Province = makeHandmadeProvince,
): Promise<{ standin: Standin; dir: string; forget(): Promise<void> }> => {
  const dir = config.dataDir ?? mkdtempSync(join(tmpdir(), 'standin-'))
  const defaults = {
    port: 0,
    mqttPort: 0,
    seed: 1,
    scale: 'tiny',
    key: STANDIN_KEY,
    webhook: null,
    clockOffsetMs: 0,
    reportMs: 200,
    parkedMs: 1000,
    energyMs: 400,
    historyDays: 1,
  } as const
  const standin = composeStandin({
    config: { ...defaults, ...config, dataDir: dir },
    makeProvince,
    log: () => undefined,
  })
  await standin.start()
  const forget = async (): Promise<void> => {
    await standin.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return { standin, dir, forget }
}

/** A request with the key. */
export const askStandin = (standin: Standin, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${standin.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${STANDIN_KEY}`, 'content-type': 'application/json' },
  })

export const orderFaults = (standin: Standin, faults: object): Promise<Response> =>
  askStandin(standin, '/_faults', { method: 'POST', body: JSON.stringify(faults) })
