import { inspect } from 'node:util'
import { clockBack } from './clockBack.ts'
import { corrupt } from './corrupt.ts'
import { frozen } from './frozen.ts'
import { full } from './fullDisk.ts'
import { kills } from './kills.ts'
import { makePhase, type Phase } from './rig.ts'
import type { Bench } from '../run.ts'

const PHASES: Readonly<Record<string, (phase: Phase) => Promise<void>>> = {
  kill: kills,
  full,
  frozen,
  corrupt,
  clock: clockBack,
}

/**
 * What befalls a house, one after another: parts killed at random, a full disk, a frozen database, a damaged spool, a
 * clock set back. At the end of each every acknowledged record must be there once; the bench ends with 1 where one is
 * not. Options: `--phases kill,full,frozen,corrupt,clock --vehicles N --rate N --kills 20 --away 60 --freeze 20 --seed 1`.
 */
export const bench: Bench = async ({ rest }) => {
  const names = typeof rest['phases'] === 'string' ? rest['phases'].split(',') : Object.keys(PHASES)
  const unknown = names.filter((name) => !PHASES[name])
  if (unknown.length > 0)
    throw new Error(`no phase named ${unknown.join(', ')}: expected some of ${Object.keys(PHASES).join(',')}`)
  const faults: string[] = []
  for (const name of names) {
    const phase = makePhase(name, rest, (text) => faults.push(text))
    try {
      await PHASES[name]?.(phase)
    } catch (error) {
      faults.push(`${name}: it could not be held to its end: ${inspect(error)}`)
    }
  }
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  if (faults.length > 0) process.exitCode = 1
}
