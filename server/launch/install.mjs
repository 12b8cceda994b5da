/** Plain JavaScript without a dependency: it runs before anything is installed. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './node24.mjs'

const MINIMUM = [20, 19]

/** One line for a Node that is too old, else null. */
export const nodeFault = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return null
  return `需要 Node ${MINIMUM.join('.')} 或更新版本,现为 ${process.versions.node} / Node ${MINIMUM.join('.')} or newer is needed, this is ${process.versions.node}`
}

const readPackages = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

/** Whether node_modules holds what package-lock.json asks for; packages for other systems may be absent, and a start needs no tools of development. */
export const isInstalled = ({ forTests }) => {
  const wanted = readPackages(join(ROOT, 'package-lock.json'))
  const present = readPackages(join(ROOT, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return wanted === null && existsSync(join(ROOT, 'node_modules'))
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (entry.dev && !forTests) ||
      (present[path]
        ? present[path].version === entry.version
        : Boolean(entry.optional || entry.devOptional || entry.peer)),
  )
}

/** Runs `npm ci`; resolves the last lines of its output when it failed, else null. `tick` is called every second. */
export const install = (tick) =>
  new Promise((done) => {
    const npm = process.env.npm_execpath
    const flags = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    const options = { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: '' } }
    const child =
      npm && npm.endsWith('.js')
        ? spawn(process.execPath, [npm, ...flags], options)
        : spawn('npm', flags, { ...options, shell: process.platform === 'win32' })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output = (output + chunk).slice(-4000)))
    const timer = setInterval(tick, 1000)
    const end = (failure) => {
      clearInterval(timer)
      done(failure)
    }
    child.on('error', (error) => end(error.message))
    child.on('exit', (code, signal) => end(code === 0 ? null : `${output.trim()}\nnpm ci: ${signal ?? code}`))
  })
