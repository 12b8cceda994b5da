import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../server/config.ts'
import { isBuilt, sourcesHash } from '../../server/launch/build.ts'
import { lock } from '../../server/launch/fileLock.ts'
import { findBin } from '../../server/launch/node24.mjs'
import { removal } from './chromium109.mjs'

const BUILD_LIMIT_MS = 180_000
const KEPT_MS = 3_600_000
const OWN = join(ROOT, 'data', 'var', 'e2e-dist')

const viteBuild = (folder: string): Promise<void> =>
  new Promise((done, failed) => {
    const vite = findBin('vite')
    if (!vite) return failed(new Error('vite is missing: run npm ci'))
    const child = spawn(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] })
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4000)))
    child.on('error', failed)
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`vite build failed: ${words}`))))
  })

/** A build that another run may still serve stays for an hour. */
const dropOld = (): void => {
  for (const entry of readdirSync(OWN, { withFileTypes: true })) {
    const folder = join(OWN, entry.name)
    if (entry.isDirectory() && Date.now() - statSync(folder).mtimeMs > KEPT_MS) rmSync(folder, { recursive: true, force: true })
  }
}

/** The built application of these sources: `dist/` where it is fresh, else a build of its own below data/var/. */
export const builtDist = async (): Promise<string> => {
  if (process.env['GUANLAN_DIST_DIR']) return process.env['GUANLAN_DIST_DIR']
  const hash = sourcesHash()
  if (isBuilt(hash)) return join(ROOT, 'dist')
  const folder = join(OWN, hash.slice(0, 16))
  mkdirSync(OWN, { recursive: true })
  const building = await lock(join(OWN, 'building.lock'), BUILD_LIMIT_MS)
  try {
    if (existsSync(join(folder, '.done'))) return folder
    dropOld()
    await viteBuild(folder)
    writeFileSync(join(folder, '.done'), '')
    return folder
  } finally {
    building.release()
  }
}

const isWorker = (path: string): boolean => /\/assets\/[^/]*worker[^/]*\.js$|\/cesium\/Workers\/[^/]*\.js$/.test(path)

/** `dist` with workers that have the built-ins of Chromium 109 alone: a worker that Playwright answers itself has no WebSocket. */
export const agedDist = (dist: string): string => {
  const first = removal()
  const hash = createHash('sha256').update(readFileSync(join(dist, 'index.html'))).update(first).digest('hex')
  const folder = join(OWN, `aged-${hash.slice(0, 16)}`)
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date())
    return folder
  }
  mkdirSync(OWN, { recursive: true })
  dropOld()
  const making = `${folder}.${process.pid}`
  cpSync(dist, making, { recursive: true })
  for (const entry of readdirSync(making, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (isWorker(path)) writeFileSync(path, first + readFileSync(path, 'utf8'))
    if (isWorker(path.replace(/\.gz$/, '')) && path.endsWith('.gz')) rmSync(path)
  }
  renameSync(making, folder)
  return folder
}
