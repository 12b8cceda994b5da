import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  lockDataDir,
  makeFolder,
  refuseBusyPort,
  refuseFullDisk,
  refuseOtherProvince,
} from '../../../server/launch/checks.ts'
import { LaunchError, readOptions, type LaunchOptions } from '../../../server/launch/options.ts'

let base: string
beforeAll(() => (base = mkdtempSync(join(tmpdir(), 'guanlan-checks-'))))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const optionsFor = (dataDir: string, argv: readonly string[] = []): LaunchOptions => ({
  ...readOptions(argv, {})!,
  dataDir,
})
const faultOf = (run: () => void): string => {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(LaunchError)
    return (error as Error).message
  }
  return ''
}

describe('the data folder', () => {
  it('is made with all above it, and nothing is left of the trial', () => {
    const folder = join(base, 'a', 'b')
    makeFolder(folder)
    expect(readdirSync(folder)).toEqual([])
  })

  it('that is a file, or lies below one, is refused with the folder, the fault and the remedy', () => {
    const file = join(base, 'file')
    writeFileSync(file, '')
    expect(faultOf(() => makeFolder(file))).toBe(
      `数据目录不可用 / the data folder cannot be used: ${file}: 同名文件不是目录 / a file of that name is no folder;请修正权限或另选 GUANLAN_DATA_DIR / mend its rights or choose another GUANLAN_DATA_DIR`,
    )
    expect(faultOf(() => makeFolder(join(file, 'below')))).toContain('a part of the path is no folder')
  })

  it.skipIf(process.getuid?.() === 0)('that may not be written is refused', () => {
    const closed = join(base, 'closed')
    mkdirSync(closed, { mode: 0o555 })
    expect(faultOf(() => makeFolder(closed))).toContain('没有写权限 / no permission to write')
    chmodSync(closed, 0o755)
  })

  it('is one Guanlan’s: a second is refused with the first one’s process and address, until that ends', () => {
    const options = optionsFor(join(base, 'locked'))
    const lock = lockDataDir(options)
    expect(faultOf(() => void lockDataDir({ ...options, port: 9 }))).toBe(
      `已有一个观澜(进程 ${process.pid},http://127.0.0.1:8080/)在使用 ${options.dataDir} / another Guanlan (process ${process.pid}, http://127.0.0.1:8080/) already uses ${options.dataDir}`,
    )
    lock.release()
    lockDataDir(options).release()
  })
})

describe('a data folder’s province', () => {
  it('is kept from the first start on, and another one is refused with the one that it holds', () => {
    const dataDir = join(base, 'province')
    mkdirSync(dataDir)
    const tiny = optionsFor(dataDir, ['--scale', 'tiny', '--seed', '7'])
    refuseOtherProvince(tiny)
    expect(faultOf(() => refuseOtherProvince(tiny))).toBe('')
    for (const other of [{ seed: 8 }, { scale: 'guangxi' as const }])
      expect(faultOf(() => refuseOtherProvince({ ...tiny, ...other }))).toBe(
        `${dataDir} 里是 --scale tiny --seed 7 的数据,请另选 GUANLAN_DATA_DIR / ${dataDir} holds --scale tiny --seed 7: choose another GUANLAN_DATA_DIR`,
      )
  })

  it.each(['', '{"scale":"tiny"', '{"scale":"tiny"}', '[]', 'null'])(
    'that is damaged (%s) is told with what to write into it, and left as it is',
    (text) => {
      const dataDir = mkdtempSync(join(base, 'damaged-'))
      const file = join(dataDir, 'province.json')
      writeFileSync(file, text)
      const fault = faultOf(() =>
        refuseOtherProvince(optionsFor(dataDir, ['--scale', 'tiny', '--seed', '7'])),
      )
      expect(fault).toContain(`文件损坏 / a damaged file: ${file}`)
      expect(fault).toContain('{"scale":"tiny","seed":7}')
      expect(readdirSync(dataDir)).toEqual(['province.json'])
    },
  )
})

describe('a start', () => {
  it('is refused where something listens on its port, or no such address is this machine’s', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(refuseBusyPort('127.0.0.1', port)).rejects.toThrow(
      `端口 ${port} 已被占用,可换一个:PORT=${port + 1} npm start / port ${port} is in use, try PORT=${port + 1} npm start`,
    )
    other.close()
    await once(other, 'close')
    await refuseBusyPort('127.0.0.1', port)
    await expect(refuseBusyPort('203.0.113.7', 8080)).rejects.toThrow(
      /^不能监听 203\.0\.113\.7:8080 \/ cannot listen on 203\.0\.113\.7:8080: .*EADDRNOTAVAIL/,
    )
  })

  it('needs room for a province the first time, and to work in later; a fresh folder within a full one is a first time', () => {
    const dataDir = mkdtempSync(join(base, 'room-'))
    const fault = (free: number, isFirst = false): string =>
      faultOf(() => refuseFullDisk(dataDir, isFirst, () => free))
    expect([fault(1500), fault(1499)]).toEqual([
      '',
      `磁盘空间不足:${dataDir} 仅剩 1499 MiB,至少需要 1500 MiB / the disk is full: ${dataDir} has 1499 MiB left, 1500 MiB are needed`,
    ])
    refuseOtherProvince(optionsFor(dataDir))
    expect([fault(300), fault(1499, true)]).toEqual(['', expect.stringContaining('1500 MiB are needed')])
    expect(fault(299)).toContain('has 299 MiB left, 300 MiB are needed')
  })
})
