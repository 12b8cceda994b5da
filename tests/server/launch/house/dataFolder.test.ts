import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFolder } from '../../../../server/launch/house/dataFolder.ts'
import { freePort, ROOT } from '../launched.ts'
import { readOptions, type LaunchOptions } from '../../../../server/launch/options.ts'

/** Where a house keeps its data, there is room for a province. */
const VAR = join(ROOT, 'data', 'var')
let base: string
let said: string[]
let ends: (() => void)[]
beforeEach(() => {
  mkdirSync(VAR, { recursive: true })
  base = mkdtempSync(join(VAR, 'folder-test-'))
  said = []
  ends = []
})
afterEach(() => {
  end()
  rmSync(base, { recursive: true, force: true })
})
const end = (): void => ends.splice(0).forEach((stop) => stop())

const open = async (argv: readonly string[] = [], over: Partial<LaunchOptions> = {}): Promise<string> => {
  const given = { ...readOptions(argv, { PORT: String(await freePort()) })!, dataDir: base, ...over }
  const { dataDir } = await openFolder(
    given,
    (line) => said.push(line),
    (_title, stop) => ends.push(stop),
  )
  return dataDir
}

describe('the data folder that a start opens', () => {
  it('is the one that was named, locked until the end, with its province', async () => {
    expect(await open(['--scale', 'tiny', '--seed', '7'])).toBe(base)
    expect(JSON.parse(readFileSync(join(base, 'province.json'), 'utf8'))).toEqual({ scale: 'tiny', seed: 7 })
    await expect(open(['--scale', 'tiny', '--seed', '7'])).rejects.toThrow('another Guanlan')
    end()
    expect([await open(['--scale', 'tiny', '--seed', '7']), said]).toEqual([base, []])
  })

  it('is a fresh one with --new-clock and from then on; the start says where, and how to go back', async () => {
    await open()
    end()
    const clock = Date.parse('2026-11-27T10:00:00+08:00')
    const fresh = await open(['--new-clock'], { clock })
    expect(fresh).toBe(join(base, 'clock-20261127T1000'))
    expect(said).toEqual([
      `数据目录 data folder: ${fresh}(--new-clock;删除 ${join(base, 'clock-folder')} 即回到原目录 / remove that file to go back)`,
    ])
    end()
    expect(await open()).toBe(fresh)
    end()
    rmSync(join(base, 'clock-folder'))
    expect(await open()).toBe(base)
  })

  it('may hold another province in a fresh one, while the old one still refuses it', async () => {
    await open(['--seed', '7'])
    end()
    await expect(open(['--seed', '8'])).rejects.toThrow('holds --scale guangxi --seed 7')
    end()
    const fresh = await open(['--seed', '8', '--new-clock'])
    expect(JSON.parse(readFileSync(join(fresh, 'province.json'), 'utf8'))).toMatchObject({ seed: 8 })
    expect(JSON.parse(readFileSync(join(base, 'province.json'), 'utf8'))).toMatchObject({ seed: 7 })
  })

  it('lets the old folder go with --new-clock, so that another start may have it', async () => {
    await open()
    end()
    const fresh = await open(['--new-clock'])
    rmSync(join(base, 'clock-folder'))
    expect([await open(), existsSync(fresh)]).toEqual([base, true])
  })

  it('is where the pointer of --new-clock leads, and the one that was named where that folder is gone', async () => {
    writeFileSync(join(base, 'clock-folder'), 'clock-20261127T1000\n')
    expect(await open()).toBe(base)
  })
})
