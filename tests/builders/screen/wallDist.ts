import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../server/config.ts'
import { isBuilt, runVite, sourcesHash } from '../../../server/launch/build.ts'
import { lock } from '../../../server/launch/processes/fileLock.ts'
import { removal } from './chromium109.mjs'

const BUILD_LIMIT_MS = 180_000
const KEPT_MS = 3_600_000
const OWN = join(ROOT, 'data', 'var', 'e2e-dist')

const viteBuild = (folder: string): Promise<void> => runVite(['--outDir', folder, '--emptyOutDir'])

/** A build that another run may still serve stays for an hour. */
const dropOld = (): void => {
  for (const entry of readdirSync(OWN, { withFileTypes: true })) {
    const folder = join(OWN, entry.name)
    if (entry.isDirectory() && Date.now() - statSync(folder).mtimeMs > KEPT_MS)
      rmSync(folder, { recursive: true, force: true })
  }
}

/** The folder of this name, made by one run and served by all. */
export const madeOnce = async (
  name: string,
  make: (folder: string) => Promise<void> | void,
): Promise<string> => {
  const folder = join(OWN, name)
  const done = join(folder, '.done')
  mkdirSync(OWN, { recursive: true })
  const building = await lock(join(OWN, 'building.lock'), BUILD_LIMIT_MS)
  try {
    if (existsSync(done)) utimesSync(folder, new Date(), new Date())
    else {
      dropOld()
      await make(folder)
      writeFileSync(done, '')
    }
    return folder
  } finally {
    building.release()
  }
}

/** The built application of these sources: `dist/` where it is fresh, else a build of its own below data/var/. */
export const builtDist = async (): Promise<string> => {
  if (process.env['GUANLAN_DIST_DIR']) return process.env['GUANLAN_DIST_DIR']
  const hash = sourcesHash()
  if (isBuilt(hash)) return join(ROOT, 'dist')
  return madeOnce(hash.slice(0, 16), viteBuild)
}

const isWorker = (path: string): boolean =>
  /\/assets\/[^/]*worker[^/]*\.js$|\/cesium\/Workers\/[^/]*\.js$/.test(path)

/** `dist` with workers that have the built-ins of Chromium 109 alone: a worker that Playwright answers itself has no WebSocket. */
export const agedDist = (dist: string): Promise<string> => {
  const first = removal()
  const hash = createHash('sha256')
    .update(readFileSync(join(dist, 'index.html')))
    .update(first)
    .digest('hex')
  return madeOnce(`aged-${hash.slice(0, 16)}`, (folder) => {
    cpSync(dist, folder, { recursive: true })
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (isWorker(path)) writeFileSync(path, first + readFileSync(path, 'utf8'))
      if (isWorker(path.replace(/\.gz$/, '')) && path.endsWith('.gz')) rmSync(path)
    }
  })
}
