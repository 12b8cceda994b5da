import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { currentFolder, keepClock, keptClock, newFolder } from '../../../server/launch/house/clockFolder.ts'
import { chooseClock } from '../../../server/launch/house/demoClock.ts'
import { isLock, tryLock } from '../../../server/launch/processes/fileLock.ts'
import { watchClock } from '../../../server/common/clock/clockWatch.ts'
import { makeSteadyClock } from '../../../src/shared/kernel/time/steadyClock.ts'

const HOUR = 3_600_000

const MACHINE = Date.parse('2026-11-29T20:00:00+08:00')

const MORNING = Date.parse('2026-11-27T10:00:00+08:00')

describe('the clock of a data folder', () => {
  it('runs on the machine’s time, or from the instant that is asked for, in a new folder', () => {
    expect(chooseClock(null, null, MACHINE)).toEqual({ offsetMs: 0, asked: null, line: null })
    expect(chooseClock(MORNING, null, MACHINE)).toEqual({
      offsetMs: MORNING - MACHINE,
      asked: MORNING,
      line: null,
    })
  })

  it('goes on from the last kept instant of a demonstration, asked for again or not, and says so', () => {
    const kept = { asked: MORNING, last: MORNING + HOUR }
    for (const asked of [MORNING, null]) {
      const { offsetMs, line, asked: remembered } = chooseClock(asked, kept, MACHINE)
      expect([MACHINE + offsetMs, remembered]).toEqual([kept.last, MORNING])
      expect(line).toBe(
        '演示时钟接着上次的 2026-11-27 11:00:00 继续 / the demonstration clock goes on from 2026-11-27 11:00:00',
      )
    }
  })

  it('may be asked to go forward, never back beyond what is kept: that is refused with the way out', () => {
    const kept = { asked: MORNING, last: MORNING + 3 * HOUR }
    expect(chooseClock(MORNING + 5 * HOUR, kept, MACHINE)).toMatchObject({
      offsetMs: MORNING + 5 * HOUR - MACHINE,
      asked: MORNING + 5 * HOUR,
    })
    expect(() => chooseClock(MORNING + HOUR, kept, MACHINE)).toThrow(
      /早于数据目录已保存到的时刻 2026-11-27 13:00:00.*--new-clock.*which opens a fresh folder/,
    )
    expect(() => chooseClock(MORNING, { asked: null, last: MACHINE }, MACHINE)).toThrow('--new-clock')
  })

  it('is refused on a machine whose time was set back, except by the minutes of a correction', () => {
    const kept = { asked: null, last: MACHINE }
    expect(chooseClock(null, kept, MACHINE - 60_000)).toEqual({ offsetMs: 0, asked: null, line: null })
    expect(() => chooseClock(null, kept, MACHINE - 2 * HOUR)).toThrow(
      /机器时间.*2026-11-29 18:00:00.*--new-clock/,
    )
  })

  it('is written down whole, and a damaged file is named with its remedy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clock-'))
    expect(keptClock(folder)).toBeNull()
    const last = keepClock(folder, MORNING, -HOUR)
    last()
    expect(keptClock(folder)).toEqual({ asked: MORNING, last: expect.closeTo(Date.now() - HOUR, -4) })
    expect(readdirSync(folder)).toEqual(['clock.json'])
    writeFileSync(join(folder, 'clock.json'), '{"asked": nu')
    expect(() => keptClock(folder)).toThrow(/文件损坏 \/ a damaged file: .*clock\.json;可删除该文件/)
    rmSync(folder, { recursive: true })
  })
})

describe('the clock of a data folder', () => {
  it('stays where it came to when the machine’s time is set back', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clock-'))
    vi.useFakeTimers({ now: MACHINE })
    try {
      const last = keepClock(folder, null, 0, MACHINE + 60_000)
      expect(keptClock(folder)?.last).toBe(MACHINE + 60_000)
      vi.setSystemTime(MACHINE + HOUR)
      last()
      vi.setSystemTime(MACHINE - 2 * HOUR)
      last()
      expect(keptClock(folder)?.last).toBe(MACHINE + HOUR)
    } finally {
      vi.useRealTimers()
      rmSync(folder, { recursive: true })
    }
  })

  it('has a fresh folder with --new-clock, which is opened from then on; the old one stays', () => {
    const base = mkdtempSync(join(tmpdir(), 'clock-'))
    writeFileSync(join(base, 'province.json'), 'old')
    expect(currentFolder(base)).toBe(base)
    const fresh = newFolder(base, MORNING)
    expect([fresh, currentFolder(base)]).toEqual([join(base, 'clock-20261127T1000'), fresh])
    expect(newFolder(base, MORNING)).toBe(join(base, 'clock-20261127T1000-2'))
    expect(readFileSync(join(base, 'province.json'), 'utf8')).toBe('old')
    rmSync(fresh, { recursive: true })
    rmSync(join(base, 'clock-20261127T1000-2'), { recursive: true })
    expect(currentFolder(base)).toBe(base)
    rmSync(base, { recursive: true })
  })
})

describe('a start with --new-clock that is refused', () => {
  const refused = (base: string, port: number) =>
    spawnSync(
      process.execPath,
      ['server/launch/launch.ts', '--scale', 'tiny', '--no-open', '--no-build', '--new-clock'],
      {
        encoding: 'utf8',
        env: { ...process.env, GUANLAN_DATA_DIR: base, HOST: '127.0.0.1', PORT: String(port) },
      },
    )

  it('leaves the folder that was open, for its lock and for its port', async () => {
    const base = mkdtempSync(join(tmpdir(), 'clock-'))
    const open = newFolder(base, MORNING)
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    try {
      const before = readdirSync(base)
      expect(refused(base, port)).toMatchObject({
        status: 1,
        stdout: expect.stringContaining(`port ${port} is in use`),
      })
      const held = tryLock(join(open, 'guanlan.lock'), 'another')
      expect(refused(base, port)).toMatchObject({
        status: 1,
        stdout: expect.stringContaining('another Guanlan'),
      })
      expect([isLock(held), readdirSync(base), currentFolder(base)]).toEqual([true, before, open])
    } finally {
      other.close()
      rmSync(base, { recursive: true })
    }
  })
})

describe('a clock that is moved while the house runs', () => {
  const start = async (newest: number | null = null) => {
    const at = { wall: MACHINE, count: 0 }
    const clock = makeSteadyClock(
      0,
      () => at.wall,
      () => at.count,
    )
    const told: string[] = []
    const watch = await watchClock({
      clock,
      wall: () => at.wall,
      steady: () => at.count,
      newestKept: async () => newest,
      log: { warn: (_, message) => told.push(message) },
    })
    const pass = (wall: number, count = 5000): void => {
      at.wall += wall
      at.count += count
      watch.look()
      clock()
    }
    return { told, watch, pass, clock }
  }

  it('is told once a jump, back and forward; ordinary time and small corrections are not', async () => {
    const { told, watch, pass } = await start()
    pass(5000)
    pass(4200)
    pass(5000 - 2 * HOUR)
    pass(5000)
    expect(told).toEqual([
      expect.stringMatching(
        /^机器时钟后退了 2\.0 h.*set back by 2\.0 h; this house goes on counting.*nothing that is kept is changed$/,
      ),
    ])
    expect(watch.risks()).toEqual([
      expect.stringMatching(/^本系统的时钟比机器快 2\.0 h.*2\.0 h ahead of the machine's/),
    ])
    pass(5000 + 3 * HOUR)
    expect(told[1]).toMatch(/set forward by 3\.0 h, and this house with it$/)
    expect(watch.risks()).toEqual([])
    watch.stop()
  })

  it('is told at the start where it lies before what is kept', async () => {
    const { told, watch } = await start(MACHINE + HOUR)
    expect(told).toEqual(watch.risks())
    expect(told[0]).toContain('2026-11-29 21:00:00')
    watch.stop()
  })
})

describe('the clock of the house', () => {
  const start = () => {
    const at = { wall: MACHINE, count: 0 }
    const clock = makeSteadyClock(
      -HOUR,
      () => at.wall,
      () => at.count,
    )
    return (wall: number, count = wall): number => {
      at.wall += wall
      at.count += count
      return clock() + HOUR - MACHINE
    }
  }

  it('follows the machine’s, also forward by hours', () => {
    const pass = start()
    expect([pass(1000), pass(900, 1000), pass(1100, 1000), pass(5 * HOUR, 1000)]).toEqual([
      1000,
      1900,
      3000,
      5 * HOUR + 3000,
    ])
  })

  it('goes on counting when the machine’s is set back by hours, and never goes back', () => {
    const pass = start()
    pass(1000)
    expect([pass(-2 * HOUR, 0), pass(1000), pass(5000), pass(HOUR), pass(HOUR)]).toEqual([
      1000,
      2000,
      7000,
      7000 + HOUR,
      7000 + 2 * HOUR,
    ])
  })

  it('falls back into step after a step back of seconds', () => {
    const pass = start()
    pass(10_000)
    const told = [pass(-5000, 0), ...Array.from({ length: 60 }, () => pass(1000))]
    for (let i = 1; i < told.length; i++) expect(told[i]!).toBeGreaterThan(told[i - 1]!)
    expect(told.at(-1)).toBe(65_000)
  })
})
