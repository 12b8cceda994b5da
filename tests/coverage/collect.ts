/** Runs tests with everything that they start watched, and says which lines were reached. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startVitest } from 'vitest/node'
import { findChromium } from '../builders/screen/browser.ts'
import { runVite, sourcesHash } from '../../server/launch/build.ts'
import { ROOT } from '../../server/launch/node24.mjs'
import { builtLines } from './built.ts'
import { LEFT_OUT } from './leftOut.ts'
import { linesOf, type Reached, type Statements } from './lines.ts'

export const FOLDER = join(ROOT, 'data', 'var', 'coverage')
/** Two runs at once do not meet. */
const VITEST = join(FOLDER, `vitest-${process.pid}`)
const PAGES = join(FOLDER, `pages-${process.pid}`)
const SOURCES = ['src/**/*.{ts,vue}', 'server/**/*.ts', 'data/{province,standin,boundaries,contract}/**/*.ts']
const TAKE = pathToFileURL(join(import.meta.dirname, 'takeAtIntervals.mjs')).href

export const textHash = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, file)))
    .digest('hex')
    .slice(0, 16)

/** The application built with source maps and in its own words: only the coverage is served it. */
const mappedBuild = async (): Promise<string> => {
  const dist = join(FOLDER, `dist-${sourcesHash().slice(0, 16)}`)
  if (existsSync(join(dist, 'index.html'))) return dist
  for (const old of existsSync(FOLDER) ? readdirSync(FOLDER) : [])
    if (old.startsWith('dist-')) rmSync(join(FOLDER, old), { recursive: true, force: true })
  await runVite(['--outDir', dist, '--emptyOutDir', '--sourcemap', '--minify', 'false'])
  return dist
}

/** What the processes of the tests and all that they started ran. */
const runVitest = async (files: readonly string[], projects: readonly string[]): Promise<Reached> => {
  const vitest = await startVitest('test', [...files], {
    root: ROOT,
    watch: false,
    ...(projects.length > 0 ? { project: [...projects] } : {}),
    reporters: ['dot'],
    coverage: {
      enabled: true,
      provider: 'v8',
      autoAttachSubprocess: true,
      include: SOURCES,
      exclude: LEFT_OUT.map(({ glob }) => glob),
      reporter: ['json'],
      reportsDirectory: VITEST,
      reportOnFailure: true,
    },
  })
  await vitest.close()
  const told = JSON.parse(readFileSync(join(VITEST, 'coverage-final.json'), 'utf8')) as Readonly<
    Record<string, Statements>
  >
  rmSync(VITEST, { recursive: true, force: true })
  return Object.fromEntries(
    Object.entries(told).map(([path, statements]) => {
      const file = relative(ROOT, path)
      return [file, { hash: textHash(file), lines: linesOf(statements) }]
    }),
  )
}

const isSource = (file: string): boolean => /^(src|server|data)\//.test(file) && existsSync(join(ROOT, file))

/** What the pages of Chromium ran, once for each of their scripts. */
const pagesReached = async (dist: string): Promise<Reached[]> => {
  const own = join(ROOT, 'data', 'var', 'e2e-dist')
  const engines = existsSync(own) ? readdirSync(own).filter((name) => name.startsWith('engines-')) : []
  const builds = [dist, ...engines.map((name) => join(own, name))]
  const lines = await builtLines(ROOT, PAGES, builds)
  rmSync(PAGES, { recursive: true, force: true })
  return lines
    .filter(([file]) => isSource(file))
    .map(([file, reached]) => ({ [file]: { hash: textHash(file), lines: reached, built: true } }))
}

interface Wanted {
  readonly files: readonly string[]
  /** The unit and mount tests alone: no server, no browser, no build. */
  readonly unit: boolean
}

const opensPages = (file: string): boolean => !/^tests\/(unit|server)\//.test(file)

/** Each entry is one way in which files were run. */
export const collect = async ({ files, unit }: Wanted): Promise<Reached[]> => {
  if (unit) return [await runVitest(files, ['unit', 'mount'])]
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --import ${TAKE}`.trim()
  if (files.length > 0 && !files.some(opensPages)) return [await runVitest(files, [])]
  const dist = await mappedBuild()
  mkdirSync(PAGES, { recursive: true })
  process.env['GUANLAN_DIST_DIR'] = dist
  process.env['GUANLAN_TEST_PAGES_DIR'] = PAGES
  process.env['CHROMIUM_PATH'] = findChromium()
  return [await runVitest(files, []), ...(await pagesReached(dist))]
}
