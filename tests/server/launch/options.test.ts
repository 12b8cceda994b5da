import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../../server/launch/node24.mjs'
import { explain, HELP, LaunchError, readOptions } from '../../../server/launch/options.ts'

const faultOf = (argv: readonly string[], environment: NodeJS.ProcessEnv = {}): string => {
  try {
    readOptions(argv, environment)
  } catch (error) {
    expect(error).toBeInstanceOf(LaunchError)
    return (error as Error).message
  }
  throw new Error(`taken: ${argv.join(' ')} ${JSON.stringify(environment)}`)
}

describe('what a start is told', () => {
  it('is nothing: the demonstration’s province at its place, for this machine alone', () => {
    expect(readOptions([], {})).toEqual({
      scale: 'guangxi',
      seed: 20_260_101,
      open: true,
      build: true,
      port: 8080,
      host: '127.0.0.1',
      dataDir: join(ROOT, 'data', 'var'),
      databaseUrl: null,
      clock: null,
      clockOffsetMs: 0,
      newClock: false,
      newAuditKey: false,
    })
  })

  it('is all of the command line and the environment', () => {
    const argv = ['--scale', 'tiny', '--seed=7', '--no-open', '--no-build', '--new-clock', '--new-audit-key']
    const environment = {
      PORT: '9000',
      HOST: '0.0.0.0',
      GUANLAN_DATA_DIR: 'somewhere',
      DATABASE_URL: 'postgres://site/guanlan',
      GUANLAN_CLOCK: '2026-03-18T09:30:00+08:00',
    }
    expect(readOptions(argv, environment)).toEqual({
      scale: 'tiny',
      seed: 7,
      open: false,
      build: false,
      port: 9000,
      host: '0.0.0.0',
      dataDir: resolve('somewhere'),
      databaseUrl: 'postgres://site/guanlan',
      clock: Date.UTC(2026, 2, 18, 1, 30),
      clockOffsetMs: 0,
      newClock: true,
      newAuditKey: true,
    })
  })

  it('is left to the default where a variable is there and empty', () => {
    const empty = { PORT: '', HOST: '', GUANLAN_DATA_DIR: '', DATABASE_URL: '', GUANLAN_CLOCK: '' }
    expect(readOptions([], empty)).toEqual(readOptions([], {}))
  })
})

describe('what a start is told', () => {
  it.each([
    [['--scale', 'tiny'], 'tiny-20260101'],
    [['--seed', '7'], 'guangxi-7'],
    [['--scale', 'province-max', '--seed', '7'], 'province-max-7'],
  ])('%j has a data folder of its own', (argv, folder) => {
    expect(readOptions(argv, {})?.dataDir).toBe(join(ROOT, 'data', 'var', folder))
  })

  it.each(['--help', '-h'])('%s asks for the help', (flag) => {
    expect(readOptions([flag], {})).toBeNull()
    for (const named of ['--scale', '--seed', '--no-open', '--no-build', '--new-clock', '--new-audit-key'])
      expect(HELP).toContain(named)
  })
})

describe('a start is refused', () => {
  it('with the help where an option is none, or lacks its value', () => {
    for (const argv of [['--sclae', 'tiny'], ['--scale'], ['tiny']]) {
      const fault = faultOf(argv)
      expect(fault).toContain(argv[0])
      expect(fault.endsWith(HELP)).toBe(true)
    }
  })

  it('for a scale that there is not, with those that there are', () => {
    expect(faultOf(['--scale', 'china'])).toBe(
      '--scale 应为 tiny、guangxi、province-max / --scale must be one of tiny, guangxi, province-max, not china',
    )
  })

  it.each(['', '-1', '1.5', '1e3', '0x10', 'seven', '2147483649'])('for the seed %j', (seed) => {
    expect(faultOf([`--seed=${seed}`])).toBe(
      `--seed 应为 0–2147483648 的整数,现为 ${seed} / --seed must be a whole number from 0 to 2147483648, not ${seed}`,
    )
  })

  it.each(['0', '65536', '80a', ' 80'])('for the port %j, at which no browser would find it', (port) => {
    expect(faultOf([], { PORT: port })).toContain(`PORT must be a whole number from 1 to 65535, not ${port}`)
  })

  it.each(['tomorrow', '3', '2026-03-18', '2026-03-18T09:30:00', '2026-13-18T09:30:00Z'])(
    'for the clock %j, which is no instant or another one on each machine',
    (clock) => {
      expect(faultOf([], { GUANLAN_CLOCK: clock })).toContain(
        `GUANLAN_CLOCK must be an ISO instant with its zone, such as 2026-03-18T09:30:00+08:00, not ${clock}`,
      )
    },
  )
})

const fault = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: its own words`), { code, ...(path === undefined ? {} : { path }) })

describe('what a start failed with', () => {
  it('is a sentence with the file that it was about', () => {
    expect(explain(new LaunchError('端口 8080 已被占用 / port 8080 is in use'))).toBe(
      '端口 8080 已被占用 / port 8080 is in use',
    )
    expect(explain(fault('ENOSPC', '/data/x'))).toBe('磁盘已满 / the disk is full: /data/x')
    expect(explain(fault('ENOSPC'))).toBe('磁盘已满 / the disk is full: ENOSPC: its own words')
    for (const code of ['EACCES', 'EROFS'])
      expect(explain(fault(code, '/data/x'))).toBe('没有写权限 / no permission to write: /data/x')
    expect(explain(new Error('PostgreSQL did not start: it ended with 1'))).toBe(
      '启动失败 / the start failed: PostgreSQL did not start: it ended with 1',
    )
  })
})
