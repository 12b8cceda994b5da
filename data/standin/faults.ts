import { faultsSchema } from '#shared/protocol/platform.ts'
import type { Faults } from '#shared/protocol/platform.ts'

/** What the platform does wrong at present; every way asks it before it answers. */
export interface FaultDesk {
  current(): Faults
  /** Whole: what is not named falls back to harmless. Throws a ZodError on anything else. */
  set(faults: unknown): Faults
  onChange(listener: (faults: Faults) => void): void
  /** True in the share of cases that the rate names. */
  strikes(rate: 'failRate' | 'repeatRate' | 'reorderRate' | 'rubbishRate'): boolean
  delay(): Promise<void>
}

export const makeFaultDesk = (random: () => number = Math.random): FaultDesk => {
  let faults = faultsSchema.parse({})
  const listeners: ((faults: Faults) => void)[] = []
  return {
    current: () => faults,
    set: (given) => {
      faults = faultsSchema.parse(given)
      for (const listener of listeners) listener(faults)
      return faults
    },
    onChange: (listener) => void listeners.push(listener),
    strikes: (rate) => faults[rate] > 0 && random() < faults[rate],
    delay: () =>
      faults.delayMs > 0 ? new Promise((resolve) => setTimeout(resolve, faults.delayMs)) : Promise.resolve(),
  }
}

/** Records that no schema takes, made from good ones: a field lost, a number as words, coordinates out of the world. */
export const spoil = (item: unknown): unknown => {
  const record = { ...(item as Record<string, unknown>) }
  const keys = Object.keys(record)
  const victim = keys.find((key) => typeof record[key] === 'number') ?? keys[0]
  return {
    ...record,
    ...(victim === undefined ? {} : { [victim]: '乱码\u0000not-a-number' }),
    updatedAt: -1,
    at: -1,
  }
}

/** The batch with some of its records twice, turned round, or followed by spoilt copies; nothing good is taken away. */
export const twist = <T>(items: readonly T[], desk: FaultDesk): unknown[] => {
  const repeated = desk.strikes('repeatRate') ? [...items, ...items] : [...items]
  const turned = desk.strikes('reorderRate') ? repeated.toReversed() : repeated
  return desk.strikes('rubbishRate') ? [...turned, ...items.slice(0, 3).map(spoil), null, 'rubbish'] : turned
}
