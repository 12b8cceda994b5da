import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, isBuilt, sourcesHash } from './build.ts'
import type { Child } from './processes/children.ts'
import { keepClock, keptClock, newestKept } from './house/clockFolder.ts'
import { openFolder } from './house/dataFolder.ts'
import { watchDatabase } from './house/database.ts'
import { chooseClock } from './house/demoClock.ts'
import { keepRunning, type Kept } from './processes/keepRunning.ts'
import { boundLogs } from './processes/logs.ts'
import { explain, HELP, readOptions, type LaunchOptions } from './options.ts'
import { addressOf, firstSync, guanlanReady, pairingPath, startGuanlan } from './parts.ts'
import { standinReady, startStandin, wirePorts, type StandinAddress } from './standin.ts'
import { waitForRoom, watchRoom } from './house/room.ts'
import { makeStops, type Stops } from './processes/stops.ts'
import { makeTerminal, type Terminal } from './processes/terminal.ts'

const STEPS = 5

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
  const found = await openFolder(given, terminal.line, stops.add)
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
  watchRoom(options.dataDir, terminal.line)
  await announce(options, server.child(), terminal)
}

const terminal = makeTerminal(process.stdout, STEPS)
const stops = makeStops(terminal.line)
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
