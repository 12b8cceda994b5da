import { print } from './parts/figure.ts'
import { makeRigDatabase, type RigDatabase } from './live/register.ts'
import { RIG_DIR, run, type Design, type RunResult } from './live/rig.ts'
import type { Bench } from './run.ts'

const GROUPS = 10
/** A message a position to each of 200 screens is more than two cores can send: the obvious design gets this share of the vehicles. */
const BASELINE_SHARE = 1 / 100

const bytes = ({ perScreen, seconds }: RunResult): number =>
  perScreen.reduce((sum, screen) => sum + screen.bytes, 0) / seconds

const rows = ({ perScreen, seconds }: RunResult): number => (perScreen[0]?.rows ?? 0) / seconds

interface Both {
  readonly few: RunResult
  readonly lots: RunResult
}

const tell = ({
  ours,
  theirs,
  many,
  title,
}: {
  ours: Both
  theirs: Both
  many: number
  title: string
}): void => {
  print({
    bench: 'fanout',
    metric: `server with ${GROUPS} screens, one core is 1000; ${title}`,
    value: ours.few.serverCpu,
    unit: 'CPU ms/s',
    baseline: theirs.few.serverCpu,
  })
  print({
    bench: 'fanout',
    metric: `server with ${many} screens; ${title}`,
    value: ours.lots.serverCpu,
    unit: 'CPU ms/s',
    baseline: theirs.lots.serverCpu,
  })
  print({
    bench: 'fanout',
    metric: `${many} screens cost so many times ${GROUPS}`,
    value: ours.lots.serverCpu / ours.few.serverCpu,
    unit: 'times',
    baseline: theirs.lots.serverCpu / theirs.few.serverCpu,
  })
  print({
    bench: 'fanout',
    metric: `rows a second on a screen of the province with ${many} screens, baseline with ${GROUPS}`,
    value: rows(ours.lots),
    unit: 'rows/s',
    baseline: rows(ours.few),
  })
  print({
    bench: 'fanout',
    metric: `sent to ${many} screens`,
    value: bytes(ours.lots) / 1e6,
    unit: 'MB/s',
    baseline: bytes(theirs.lots) / 1e6,
  })
}

/** What screens cost the server: the same reports shown to 10 screens and to 200, in ten groups (the province and nine cities), beside one message a position. */
export const bench: Bench = async ({ rest }) => {
  const number = (name: string, otherwise: number): number => Number(rest[name] ?? otherwise)
  const [seconds, vehicles, every, many] = [
    number('seconds', 60),
    number('vehicles', 70_000),
    number('every', 3),
    number('screens', 200),
  ]
  const database = await makeRigDatabase(RIG_DIR, vehicles, every * 1000)
  const both = async (design: Design, share: number) => {
    const part: RigDatabase = {
      ...database,
      herd: { ...database.herd, vehicles: Math.round(vehicles * share) },
    }
    const few = await run(part, { design, seconds, screens: GROUPS, groups: GROUPS })
    return { few, lots: await run(part, { design, seconds, screens: many, groups: GROUPS }) }
  }
  try {
    const ours = await both('product', 1)
    const theirs = await both('obvious', BASELINE_SHARE)
    const rate = (share: number): string => `${Math.round((vehicles * share) / every)} positions/s`
    const title = `${rate(1)}, baseline at ${rate(BASELINE_SHARE)}`
    tell({ ours, theirs, many, title })
  } finally {
    await database.close()
  }
}
