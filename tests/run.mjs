/** `npm test`: installs, builds, lints, checks types, runs every test on Node 24, and closes with `N passed, N failed`. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { install, isInstalled, nodeFault } from '../server/launch/install.mjs'
import { ROOT, findBin, findNode24 } from '../server/launch/node24.mjs'

const RESULTS = join(ROOT, 'data', 'var', 'test-results.json')
const tally = { passed: 0, failed: 0 }
const say = (line) => process.stdout.write(`${line}\n`)

const finish = () => {
  say(`${tally.passed} passed, ${tally.failed} failed`)
  process.exit(tally.failed === 0 ? 0 : 1)
}

/** One line of why, counted as a failure; the run ends. */
const giveUp = (line) => {
  say(line)
  tally.failed++
  finish()
}

const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
    setTimeout(() => process.exit(1), 3000).unref()
  })

/** What need not be quick stands behind everything else for the cores. */
const BEHIND = process.platform === 'win32' ? [] : ['nice', '-n', '19']

const runNode = (args, { env = {}, behind = false } = {}) =>
  new Promise((done) => {
    const [command, ...before] = [
      ...(behind ? BEHIND : []),
      findNode24(),
      '--disable-warning=ExperimentalWarning',
    ]
    const child = spawn(command, [...before, ...args], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    running.add(child)
    const end = (code) => {
      running.delete(child)
      done(code ?? 1)
    }
    child.on('error', () => end(1))
    child.on('exit', end)
  })

/** A check that is no Vitest test counts as one. */
const check = async (title, args, options) => {
  const since = Date.now()
  const code = await runNode(args, options)
  say(`${code === 0 ? '✓' : '✗'} ${title} ${((Date.now() - since) / 1000).toFixed(1)} s`)
  tally[code === 0 ? 'passed' : 'failed']++
  return code === 0
}

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const onPath = () => {
  for (const folder of (process.env.PATH ?? '').split(':'))
    for (const command of COMMANDS) if (existsSync(join(folder, command))) return join(folder, command)
  return null
}

/** Browsers that Playwright downloaded, newest first. */
const fromPlaywright = () => {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ||
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright')
  if (!existsSync(cache)) return null
  const folders = readdirSync(cache)
    .filter((name) => name.startsWith('chromium'))
    .sort()
    .reverse()
  const inner = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-linux/headless_shell',
    'chrome-headless-shell-linux64/chrome-headless-shell',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  ]
  for (const folder of folders)
    for (const path of inner) if (existsSync(join(cache, folder, path))) return join(cache, folder, path)
  return null
}

const findChromium = () => {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  return onPath() ?? fromPlaywright()
}

/** Debian's own, where this account may install it. */
const installChromium = () => {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0)
    return
  say('安装 Chromium / installing Chromium with apt-get …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']])
    spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env })
}

const chromium = () => {
  const found = findChromium()
  if (found || process.env.CHROMIUM_PATH) return found
  installChromium()
  return findChromium()
}

/** Files that did not load count as one failure each. */
const addResults = (code) => {
  if (!existsSync(RESULTS)) return void tally.failed++
  const results = JSON.parse(readFileSync(RESULTS, 'utf8'))
  tally.passed += results.numPassedTests
  tally.failed += results.numFailedTests
  const unloaded = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  for (const file of unloaded) say(`✗ ${file.name}: ${String(file.message).split('\n')[0]}`)
  tally.failed += unloaded.length
  if (code !== 0 && tally.failed === 0) tally.failed++
}

const fault = nodeFault()
if (fault) giveUp(fault)
if (!isInstalled({ forTests: true })) {
  say('安装依赖 / npm ci …')
  const failure = await install(() => {})
  if (failure) giveUp(`安装失败 / the installation failed: ${failure}`)
}
if (!findNode24())
  giveUp(`没有适合 ${process.platform}-${process.arch} 的 Node 24 / no Node 24 for this machine`)
const browser = chromium()
if (!browser)
  giveUp(
    '没有找到 Chromium:请安装 chromium,或设 CHROMIUM_PATH / no Chromium was found: install chromium (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH',
  )

const wanted = process.argv.slice(2)
/** They take what the tests leave of the cores, which wait for timers and answers for a good part of their time. */
const checks = async () => {
  for (const [title, ...args] of [
    ['types', findBin('vue-tsc'), '--noEmit'],
    ['lint', findBin('oxlint')],
    ['unused', findBin('knip')],
    ['format', findBin('prettier'), '--check', '--log-level', 'warn', '.'],
  ])
    await check(title, args, { behind: true })
}
const checked = wanted.length > 0 ? null : checks()
await check('build', [join('server', 'launch', 'buildNow.ts')])
mkdirSync(join(ROOT, 'data', 'var'), { recursive: true })
rmSync(RESULTS, { force: true })
const reporters = ['default', 'json', './tests/requirements/reporter.ts'].map((name) => `--reporter=${name}`)
addResults(
  await runNode([findBin('vitest'), 'run', ...reporters, `--outputFile.json=${RESULTS}`, ...wanted], {
    env: { CHROMIUM_PATH: browser },
  }),
)
await checked
await runNode([join('tests', 'builders', 'house', 'databaseEnd.ts')])
if (wanted.length === 0) await check('requirements', [join('tests', 'requirements', 'report.ts'), '--check'])
finish()
