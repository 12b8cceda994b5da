import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dayOf } from '#shared/kernel/units.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Province, ProvinceOptions } from '../../province/Province.ts'
import { DAILY, STORED } from '../collections.ts'
import type { StoredCollection } from '../collections.ts'
import { writeCounty } from './countyFile.ts'
import type { CountyJob, CountyMaker } from './countyFile.ts'
import { makeBlockCache, makeEdition } from './edition.ts'
import type { Edition } from './edition.ts'

interface EditionMark {
  readonly day: DayString
  readonly now: EpochMs
  readonly floor: EpochMs
}
interface State {
  readonly generator: string
  readonly base: EditionMark
  readonly today: EditionMark
}

/** Which edition serves which collection today: the first day's for what lasts, today's for what is made around today. */
export interface Archive {
  /** Of the first day: regions, streets, meters and everything that lasts. */
  readonly province: Province
  edition(collection: StoredCollection): Edition
  /** The first day's edition of everything. */
  readonly base: Edition
  /** Changes with the civil day: cursors of another edition start over. */
  editionId(collection: StoredCollection): string
  /** Opens the edition of a new civil day; true when there was one to open. */
  turn(now: EpochMs): boolean
  stop(): void
}

export interface ArchiveOptions {
  readonly dir: string
  readonly seed: number
  readonly scale: ProvinceOptions['scale']
  readonly now: EpochMs
  readonly makeProvince: (options: ProvinceOptions) => Province
  /** Where counties are made; by default here, which suits a few small ones. */
  readonly makerOf?: (job: CountyJob) => CountyMaker
}

/** A walk reads one block after another: a few are enough. */
const CACHE_BYTES = 24 * 1024 * 1024
const SOURCES = ['../../province', '../../boundaries']

/** Of the files that make the province: when they change, the county files are made anew and count as changed. */
const generatorMark = (): string => {
  const hash = createHash('sha256')
  for (const folder of SOURCES) {
    const dir = join(import.meta.dirname, folder)
    if (!existsSync(dir)) continue
    const names = (readdirSync(dir, { recursive: true }) as string[])
      .filter((name) => /\.(ts|json)$/.test(name))
      .toSorted()
    for (const name of names) hash.update(name).update(readFileSync(join(dir, name)))
  }
  return hash.digest('hex').slice(0, 12)
}

const readState = (path: string): State | null =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as State) : null
const writeState = (path: string, state: State): void => {
  writeFileSync(`${path}.draft`, JSON.stringify(state))
  renameSync(`${path}.draft`, path)
}

const firstState = (generator: string, now: EpochMs, floor: EpochMs): State => {
  const mark = { day: dayOf(now), now, floor }
  return { generator, base: mark, today: mark }
}
const editionDir = (root: string, state: State, mark: EditionMark): string =>
  join(root, 'counties', `${state.generator}-${mark.now}`)

const removeOthers = (root: string, keep: readonly string[]): void => {
  const counties = join(root, 'counties')
  for (const name of existsSync(counties) ? readdirSync(counties) : []) {
    if (!keep.includes(join(counties, name))) rmSync(join(counties, name), { recursive: true, force: true })
  }
}

export const openArchive = (options: ArchiveOptions): Archive => {
  mkdirSync(options.dir, { recursive: true })
  const path = join(options.dir, 'state.json')
  const generator = generatorMark()
  const found = readState(path)
  const cache = makeBlockCache(CACHE_BYTES)
  const provinceAt = (now: EpochMs): Province =>
    options.makeProvince({ seed: options.seed, scale: options.scale, now })
  let state =
    found?.generator === generator ? found : firstState(generator, options.now, found ? options.now : 0)
  const province = provinceAt(state.base.now)

  const makers: CountyMaker[] = []
  const makeHere = (job: CountyJob): CountyMaker => {
    const made = job.now === state.base.now ? province : provinceAt(job.now)
    return { make: (code, dir) => writeCounty(job, made.county(code), dir), stop: () => undefined }
  }
  const open = (mark: EditionMark, collections: readonly StoredCollection[]): Edition => {
    const maker = (options.makerOf ?? makeHere)({ now: mark.now, floor: mark.floor, collections })
    makers.push(maker)
    return makeEdition({ dir: editionDir(options.dir, state, mark), maker, cache })
  }
  const base = open(state.base, STORED)
  const openToday = (): Edition => (state.today.now === state.base.now ? base : open(state.today, DAILY))
  let today = openToday()
  const turn = (now: EpochMs): boolean => {
    if (dayOf(now) === state.today.day) return false
    state = { ...state, today: { day: dayOf(now), now, floor: now } }
    writeState(path, state)
    removeOthers(options.dir, [
      editionDir(options.dir, state, state.base),
      editionDir(options.dir, state, state.today),
    ])
    today = openToday()
    return true
  }
  writeState(path, state)
  turn(options.now)
  removeOthers(options.dir, [
    editionDir(options.dir, state, state.base),
    editionDir(options.dir, state, state.today),
  ])
  return {
    province,
    base,
    edition: (collection) => (DAILY.includes(collection) ? today : base),
    editionId: (collection) => String(DAILY.includes(collection) ? state.today.now : state.base.now),
    turn,
    stop: () => makers.forEach((maker) => maker.stop()),
  }
}
