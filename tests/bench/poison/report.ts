/** What the poison bench found, in figures; what is missing is told at the end. */
import { figure } from './health.ts'
import { until, type Look } from './house.ts'
import type { Registers } from './meters.ts'
import type { Sent } from './wires.ts'

export interface Tally {
  readonly what: string
  readonly whole: number
  ask(): Promise<number>
}

const sum = (good: ReadonlyMap<string, readonly number[]>): number =>
  [...good.values()].reduce((total, instants) => total + instants.length, 0)

export const tallyOfIds = (look: Look, what: string, ids: readonly string[], isBad = false): Tally => ({
  what,
  whole: ids.length,
  ask: () => look.counted(isBad ? 'quarantine' : 'depots', isBad ? 'record_id' : 'id', ids),
})
export const tallyOfPoints = (look: Look, what: string, { good }: Pick<Sent, 'good'>): Tally => ({
  what: `good positions of ${what} that arrived`,
  whole: sum(good),
  ask: () => look.kept(good),
})
export const tallyOfRegisters = (look: Look, what: string, sent: Registers): Tally => ({
  what: `last good registers of ${what} that arrived`,
  whole: sent.size,
  ask: () => look.registers(sent),
})

/** Waits for each to be whole, as long as it takes; answers how many of each there are. */
export const settle = async (tallies: readonly Tally[]): Promise<number[]> => {
  const found: number[] = []
  for (const { what, whole, ask } of tallies) {
    await until(what, async () => (await ask()) >= whole).catch((error: unknown) =>
      console.error(String(error)),
    )
    found.push(await ask())
    process.stderr.write(`${what}: ${found.at(-1)} of ${whole}\n`)
  }
  return found
}

/** Prints how many there are of each, beside how many were sent; answers what is missing. */
export const tell = (tallies: readonly Tally[], found: readonly number[]): string[] =>
  tallies.flatMap(({ what, whole }, i) => {
    figure(`${what}, beside those sent`, found[i] as number, 'records', whole)
    return (found[i] as number) < whole ? [what] : []
  })

/** Faults that each source counted, beside the bad that it was sent, and the rows that they are folded into. */
export const tellFaults = async (look: Look, sent: Readonly<Record<string, number>>): Promise<string[]> => {
  const statuses = await look.statuses()
  const missing: string[] = []
  for (const [name, bad] of Object.entries(sent)) {
    const counted = statuses.get(name)?.quarantined ?? 0
    figure(`faults counted of ${name}, beside the bad sent (junk comes on top)`, counted, 'faults', bad)
    const rows = await look.one('select count(*) from quarantine where source = $1', [name])
    figure(`faults of ${name} as rows in quarantine`, rows, 'rows')
    if (counted < bad || rows === 0) missing.push(`faults of ${name}`)
  }
  return missing
}
