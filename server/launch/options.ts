import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { errorMessage } from '#shared/kernel/errors.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { ROOT } from './node24.mjs'

export const SCALES = ['tiny', 'guangxi', 'province-max'] as const
export type LaunchScale = (typeof SCALES)[number]
const DEFAULT = { scale: 'guangxi', seed: 20_260_101, port: 8080 } as const

export const MOST_PORT = 65_535

export interface LaunchOptions {
  readonly scale: LaunchScale
  readonly seed: number
  readonly open: boolean
  /** false serves what dist/ holds, e.g. on a machine that was handed a built copy. */
  readonly build: boolean
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** The site's own PostgreSQL; null takes the private one. */
  readonly databaseUrl: string | null
  /** Where the demonstration's clock is wanted to start (GUANLAN_CLOCK); null for the machine's time. */
  readonly clock: EpochMs | null
  /** How far the demonstration's clock is ahead of the machine's, ms; set once the data folder was asked how far it has come. */
  readonly clockOffsetMs: number
  /** A fresh data folder for a clock that starts anew. */
  readonly newClock: boolean
  /** A new key for the access log, where the old one is lost. */
  readonly newAuditKey: boolean
}

/** One line for a person; the launcher prints it and ends with status 1. */
export class LaunchError extends Error {}

/** The line of whatever a start failed with. */
export const explain = (error: unknown): string => {
  if (error instanceof LaunchError) return error.message
  const { code, message, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return `磁盘已满 / the disk is full: ${path ?? message}`
  if (code === 'EACCES' || code === 'EROFS') return `没有写权限 / no permission to write: ${path ?? message}`
  return `启动失败 / the start failed: ${message}`
}

export const HELP = `观澜 Guanlan
  npm start -- [--scale tiny|guangxi|province-max] [--seed N] [--no-open] [--no-build] [--new-clock] [--new-audit-key]
  --new-clock      时钟重新开始,另开新的数据目录,原目录保留 / the clock starts anew in a fresh data folder, the old one is kept
  --new-audit-key  日志密钥遗失时另起新的一段日志链 / begins a new part of the log's chain where its key is lost
  环境变量 / environment: PORT HOST DATABASE_URL GUANLAN_DATA_DIR GUANLAN_CLOCK GUANLAN_TILES_DIR GUANLAN_MAP_NOTE GUANLAN_GROUND MAPBOX_TOKEN
`

/** A whole number from the least to the most; throws LaunchError that names it. */
export const whole = (name: string, text: string, [least, most]: readonly [number, number]): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new LaunchError(
      `${name} 应为 ${least}–${most} 的整数,现为 ${text} / ${name} must be a whole number from ${least} to ${most}, not ${text}`,
    )
  return value
}

/** With its zone: without one it would be another instant on each machine. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

const clockOf = (text: string | undefined): EpochMs | null => {
  if (!text) return null
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant))
    throw new LaunchError(
      `GUANLAN_CLOCK 应为带时区的 ISO 时刻,如 2026-03-18T09:30:00+08:00,现为 ${text} / GUANLAN_CLOCK must be an ISO instant with its zone, such as 2026-03-18T09:30:00+08:00, not ${text}`,
    )
  return instant
}

/** Each province but the default one gets a data folder of its own. */
const dataDirOf = (wanted: string | undefined, scale: LaunchScale, seed: number): string => {
  if (wanted) return resolve(wanted)
  const base = join(ROOT, 'data', 'var')
  return scale === DEFAULT.scale && seed === DEFAULT.seed ? base : join(base, `${scale}-${seed}`)
}

/** Reads the command line and the environment; null asks for the help text. Throws LaunchError. */
export const readOptions = (
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): LaunchOptions | null => {
  const { values } = (() => {
    try {
      return parseArgs({
        args: [...argv],
        options: {
          scale: { type: 'string' },
          seed: { type: 'string' },
          'no-open': { type: 'boolean' },
          'no-build': { type: 'boolean' },
          'new-clock': { type: 'boolean' },
          'new-audit-key': { type: 'boolean' },
          help: { type: 'boolean', short: 'h' },
        },
      })
    } catch (error) {
      throw new LaunchError(`${errorMessage(error)}\n${HELP}`)
    }
  })()
  if (values.help) return null
  const scale = (values.scale ?? DEFAULT.scale) as LaunchScale
  if (!SCALES.includes(scale))
    throw new LaunchError(
      `--scale 应为 ${SCALES.join('、')} / --scale must be one of ${SCALES.join(', ')}, not ${scale}`,
    )
  const seed = whole('--seed', values.seed ?? String(DEFAULT.seed), [0, 2 ** 31])
  return {
    scale,
    seed,
    open: !values['no-open'],
    build: !values['no-build'],
    port: whole('PORT', environment['PORT'] || String(DEFAULT.port), [1, MOST_PORT]),
    host: environment['HOST'] || '127.0.0.1',
    dataDir: dataDirOf(environment['GUANLAN_DATA_DIR'], scale, seed),
    databaseUrl: environment['DATABASE_URL'] || null,
    clock: clockOf(environment['GUANLAN_CLOCK']),
    clockOffsetMs: 0,
    newClock: values['new-clock'] ?? false,
    newAuditKey: values['new-audit-key'] ?? false,
  }
}
