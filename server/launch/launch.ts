import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, isBuilt, sourcesHash } from './build.ts'
import { freeMiB, lockDataDir, refuseBusyPort, refuseFullDisk, refuseOtherProvince } from './checks.ts'
import type { Child } from './processes/children.ts'
import { currentFolder, keepClock, keptClock, newestKept, newFolder } from './house/clockFolder.ts'
import { watchDatabase } from './house/database.ts'
import { chooseClock } from './house/demoClock.ts'
import { keepRunning, type Kept } from './processes/keepRunning.ts'
import { boundLogs } from './processes/logs.ts'
import { HELP, LaunchError, readOptions, type LaunchOptions } from './options.ts'
import { addressOf, firstSync, guanlanReady, pairingPath, startGuanlan } from './parts.ts'
import { standinReady, startStandin, wirePorts, type StandinAddress } from './standin.ts'
import { waitForRoom } from './house/room.ts'
import { makeTerminal, type Terminal } from './processes/terminal.ts'

const STEPS = 5
const DISK_WATCH_MS = 30_000
const DISK_LOW_MIB = 150

/** What must end, the last started first; ending twice is the same as once. */
const makeStops = (terminal: Terminal) => {
  const stops: { title: string; stop: () => Promise<void> | void }[] = []
  let ending: Promise<void> | null = null
  const endAll = async (): Promise<void> => {
    for (const { title, stop } of stops.toReversed()) {
      try {
        await stop()
      } catch (error) {
        terminal.line(`${title}: ${(error as Error).message}`)
      }
    }
  }
  return {
    add: (title: string, stop: () => Promise<void> | void): void => void stops.push({ title, stop }),
    isEnding: (): boolean => ending !== null,
    end: (status: number, line: string | null): void => {
      if (ending) return
      if (line !== null) terminal.line(line)
      ending = endAll().then(() => process.exit(status))
    },
  }
}

type Stops = ReturnType<typeof makeStops>

interface House {
  readonly options: LaunchOptions
  readonly terminal: Terminal
  readonly stops: Stops
}

/** A child that ends by itself is started again; one that ends too often takes the rest with it, with one line that says which. */
const keep = (
  first: Child,
  start: () => Child,
  ready: (child: Child) => Promise<unknown>,
  { options, terminal, stops }: House,
): Kept => {
  const kept = keepRunning({
    first,
    start,
    ready,
    say: terminal.line,
    lost: (line) => stops.end(1, line),
    isEnding: stops.isEnding,
    room: () => waitForRoom(options.dataDir, terminal.line, stops.isEnding),
  })
  stops.add(first.title, kept.stop)
  return kept
}

const openDatabase = async (options: LaunchOptions, terminal: Terminal, stops: Stops): Promise<string> => {
  if (options.databaseUrl) return options.databaseUrl
  const database = await watchDatabase(
    options.dataDir,
    (line) => terminal.line(line),
    (line) => stops.end(1, line),
  )
  stops.add('database', database.stop)
  return database.url
}

const openBrowser = (address: string): void => {
  const isMac = process.platform === 'darwin'
  if (!isMac && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return
  spawn(isMac ? 'open' : 'xdg-open', [address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

const announce = async (options: LaunchOptions, server: Child, terminal: Terminal): Promise<void> => {
  const address = addressOf(options)
  const path = await pairingPath(server, '大屏 wall')
  const file = join(options.dataDir, 'first-accounts.txt')
  terminal.line('')
  terminal.line(`  地址 address          ${address}`)
  if (existsSync(file)) terminal.line(`  首次账号 accounts     ${file}`)
  if (path)
    terminal.line(
      `  大屏配对 pair a wall  ${address.slice(0, -1)}${path}  (10 分钟内一次有效 / once, within 10 minutes)`,
    )
  terminal.line(`  停止 stop             Ctrl-C`)
  terminal.line('')
  if (options.open) openBrowser(address)
  terminal.line(`ready ${address}`)
}

const watchDisk = (dataDir: string, terminal: Terminal): void => {
  let said = false
  setInterval(() => {
    const free = freeMiB(dataDir)
    if (free < DISK_LOW_MIB && !said)
      terminal.line(
        `磁盘将满:${dataDir} 仅剩 ${free} MiB / the disk is nearly full: ${free} MiB left in ${dataDir}`,
      )
    said = free < DISK_LOW_MIB
  }, DISK_WATCH_MS).unref()
}

/** The data folder that is meant, locked: the newest that `--new-clock` opened, or now a fresh one, which is made only once nothing refuses the start. */
const openFolder = async (
  options: LaunchOptions,
  terminal: Terminal,
  stops: Stops,
): Promise<LaunchOptions> => {
  const base = options.dataDir
  let found = { ...options, dataDir: currentFolder(base) }
  let lock = lockDataDir(found)
  stops.add('lock', () => lock.release())
  await refuseBusyPort(found.host, found.port)
  refuseFullDisk(found.dataDir, options.newClock)
  if (options.newClock) {
    const before = lock
    found = { ...options, dataDir: newFolder(base, options.clock ?? Date.now()) }
    lock = lockDataDir(found)
    before.release()
  }
  const { dataDir } = found
  if (dataDir !== base)
    terminal.line(
      `数据目录 data folder: ${dataDir}(--new-clock;删除 ${join(base, 'clock-folder')} 即回到原目录 / remove that file to go back)`,
    )
  refuseOtherProvince(found)
  return found
}

/** Where the clock goes on, asked of the folder, or of its database where an earlier version left no note; kept from now on. */
const openClock = async (
  options: LaunchOptions,
  databaseUrl: string,
  terminal: Terminal,
  stops: Stops,
): Promise<LaunchOptions> => {
  const newest = keptClock(options.dataDir) === null ? await newestKept(databaseUrl) : null
  const kept = keptClock(options.dataDir) ?? (newest === null ? null : { asked: null, last: newest })
  const { offsetMs, asked, line } = chooseClock(options.clock, kept, Date.now())
  if (line) terminal.line(line)
  stops.add('clock', keepClock(options.dataDir, asked, offsetMs, kept?.last ?? null))
  return { ...options, clockOffsetMs: offsetMs }
}

const launch = async (given: LaunchOptions, terminal: Terminal, stops: Stops): Promise<void> => {
  const found = await openFolder(given, terminal, stops)
  await terminal.run('构建界面 build', async () => {
    const hash = sourcesHash()
    if (found.build && !isBuilt(hash)) await build(hash)
  })
  const databaseUrl = await terminal.run('数据库 database', () => openDatabase(found, terminal, stops))
  const options = await openClock(found, databaseUrl, terminal, stops)
  const ports = await wirePorts(process.env, options.dataDir)
  boundLogs([
    ...['standin.log', 'server.log'].map((name) => join(options.dataDir, 'logs', name)),
    join(options.dataDir, 'pg.log'),
  ])
  const house: House = { options, terminal, stops }
  let platform: StandinAddress | undefined
  const standin = keep(
    startStandin(options, ports),
    () => startStandin(options, ports, platform),
    standinReady,
    house,
  )
  const address = (platform = await terminal.run('模拟平台 stand-in platform', () =>
    standinReady(standin.child()),
  ))
  standin.keep()
  const start = (): Child => startGuanlan(options, databaseUrl, address, ports)
  const server = keep(start(), start, (child) => guanlanReady(child, options), house)
  const synced = join(options.dataDir, 'synced')
  const isFirst = !existsSync(synced)
  await terminal.run('迁移并启动服务 migrate, start server', () => guanlanReady(server.child(), options))
  server.keep()
  await terminal.run(isFirst ? '首次同步 first sync' : '同步 sync', (step) =>
    server.whileRunning((child) => firstSync(child, options, address, isFirst, step)),
  )
  writeFileSync(synced, new Date().toISOString())
  watchDisk(options.dataDir, terminal)
  await announce(options, server.child(), terminal)
}

const explain = (error: unknown): string => {
  if (error instanceof LaunchError) return error.message
  const { code, message, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return `磁盘已满 / the disk is full: ${path ?? message}`
  if (code === 'EACCES' || code === 'EROFS') return `没有写权限 / no permission to write: ${path ?? message}`
  return `启动失败 / the start failed: ${message}`
}

const terminal = makeTerminal(process.stdout, STEPS)
const stops = makeStops(terminal)
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => stops.end(0, '正在停止 / stopping …'))
process.on('disconnect', () => stops.end(1, null))
process.stdout.on('error', () => {})
try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options) await launch(options, terminal, stops)
  else stops.end(0, HELP)
} catch (error) {
  if (!stops.isEnding()) stops.end(1, explain(error))
}
