import type { CollectionName } from '#shared/protocol/platform.ts'
import { inOrder } from '#shared/kernel/order.ts'
import { readDefinitions } from './common/definitions.ts'
import type { House, Made, Module, Ports, Records, Told } from './common/defineModule.ts'
import { every } from './common/jobs.ts'
import { afterOf } from './intake/ledger/plans.ts'

const IS_MODULE = /(^|[\\/])module\.ts$/
const isModule = (value: unknown): value is Module =>
  typeof value === 'object' && value !== null && 'needs' in value && 'make' in value

/** Every `module.ts` below `server/`. Throws where one defines none or more than one, or two have one name. */
export const readModules = async (): Promise<Module[]> => {
  const modules = new Map<string, Module>()
  for (const { file, found } of await readDefinitions(IS_MODULE, isModule)) {
    const [module] = found
    if (!module || found.length > 1)
      throw new Error(`server/${file}: one module was expected, ${found.length} found`)
    if (modules.has(module.name)) throw new Error(`server/${file}: the name ${module.name} is taken`)
    modules.set(module.name, module)
  }
  return [...modules.values()]
}

/** Those that are free come by their name. */
const byName = <M extends { readonly name: string }>(modules: readonly M[]): M[] =>
  modules.toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** Who hears of a collection's records, found once for each. */
const makeTelling = (
  made: () => readonly Made<unknown>[],
  isSettled: () => boolean,
  { log }: Pick<House, 'log'>,
) => {
  const hearing = new Map<CollectionName, ((batch: Records) => void)[]>()
  const listenersOf = (collection: CollectionName): ((batch: Records) => void)[] => {
    const after = afterOf(collection)
    return made()
      .flatMap(({ onRecords = [] }) => onRecords)
      .filter(({ to }) =>
        typeof to === 'string' ? to === 'all' || after.includes(to) : to.includes(collection),
      )
      .map(({ early, run }) => (batch) => {
        if (early || isSettled()) run(batch, after)
      })
  }
  return (batch: Records): void => {
    const { collection } = batch
    const known = hearing.get(collection) ?? listenersOf(collection)
    hearing.set(collection, known)
    for (const tell of known) {
      try {
        tell(batch)
      } catch (error) {
        log.error(
          { error: String(error), stack: (error as Error).stack },
          'what follows from new records failed',
        )
      }
    }
  }
}

/** Before the first sync has settled nothing is judged; after a later one only where something came. */
const makeSettling = (made: () => readonly Made<unknown>[]) => {
  let [settled, came] = [false, false]
  return {
    isSettled: () => settled,
    begin: (): void => void (settled = true),
    came: (): void => void (came = true),
    settled: async (): Promise<void> => {
      for (const module of made()) await module.onSettled?.()
      const isKnown = settled && !came
      settled = true
      came = false
      if (isKnown) return
      for (const module of made()) await module.remake?.()
    },
  }
}

/** The house as its modules make it. */
export interface Live {
  readonly ports: Ports
  readonly all: House['all']
  readonly tell: Told
  /** What the answers rest on is there when it resolves. */
  ready(): Promise<void>
  /** Loads the newest state, then starts the timers and at last the sources. */
  start(): Promise<void>
  stop(): Promise<void>
}

type Given = Pick<House, 'db' | 'durable' | 'config' | 'auditKey' | 'clock' | 'log'>

/** Makes each module in the order of their needs; `instead` stands in the place of the modules of these names; `known` in that of all that are found. */
export const composeLive = async (
  given: Given,
  instead: Partial<Ports> = {},
  known?: readonly Module[],
): Promise<Live> => {
  const ports: Record<string, unknown> = { ...instead }
  const names = Object.keys(instead)
  const modules = inOrder(
    byName(known ?? (await readModules())).filter(({ name }) => !names.includes(name)),
    names,
  )
  const made: Made<unknown>[] = []
  const settling = makeSettling(() => made)
  const tellRecords = makeTelling(() => made, settling.isSettled, given)
  const tell: Told = {
    records: (batch) => {
      settling.came()
      tellRecords(batch)
    },
    settled: settling.settled,
    ledger: (changes) => made.forEach((module) => module.onLedger?.(changes)),
    quarantine: () => made.forEach((module) => module.onQuarantine?.()),
    rules: (tables) => made.forEach((module) => module.onRules?.(tables)),
  }
  const all: House['all'] = (kind) => made.flatMap((module) => (module[kind] ?? []) as readonly never[])
  const house: House = {
    ...given,
    later: (name) => ports[name] as never,
    all,
    tell,
    isSettled: settling.isSettled,
    beginSettled: settling.begin,
  }
  for (const module of modules) {
    const one = module.make(house, ports as unknown as Ports)
    ports[module.name] = one.port
    made.push(one)
  }
  return { ports: ports as unknown as Ports, all, tell, ...lifeOf(made, house) }
}

const PHASES = ['load', 'start', 'open'] as const

/** Phase after phase through all modules; the way back in reverse. */
const lifeOf = (made: readonly Made<unknown>[], { log }: House): Pick<Live, 'ready' | 'start' | 'stop'> => {
  const stops: (() => unknown)[] = []
  const reversed = (): Made<unknown>[] => made.toReversed()
  return {
    ready: async () => {
      for (const module of made) await module.ready?.()
    },
    start: async () => {
      for (const phase of PHASES) for (const module of made) await module[phase]?.()
      for (const { failed, everyMs, firstMs, run } of made.flatMap(({ jobs = [] }) => jobs)) {
        const told = { failed: (error: unknown) => log.warn({ err: error }, failed) }
        if (firstMs !== undefined) stops.push(once(firstMs, run, told.failed))
        stops.push(every(everyMs, run, told))
      }
    },
    stop: async () => {
      for (const stop of stops) void stop()
      for (const module of reversed()) await module.shut?.()
      for (const module of reversed()) await module.stop?.()
    },
  }
}

const once = (ms: number, run: () => unknown, failed: (error: unknown) => void): (() => void) => {
  const timer = setTimeout(() => void Promise.resolve().then(run).catch(failed), ms)
  return () => clearTimeout(timer)
}
