import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { sourcesConfigSchema, type SourcesConfig } from './sources/config.ts'

export const ROOT = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }

const port = z.coerce.number().int().min(0).max(65_535)
const optional = z
  .string()
  .optional()
  .transform((text) => (text ? text : null))

const environmentSchema = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'expected postgres://…'),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(12),
  GUANLAN_DATA_DIR: z.string().default(join(ROOT, 'data', 'var')),
  GUANLAN_DIST_DIR: z.string().default(join(ROOT, 'dist')),
  GUANLAN_SCENES_DIR: z.string().default(join(ROOT, 'scenes')),
  GUANLAN_TILES_DIR: optional,
  GUANLAN_MAP_NOTE: optional,
  GUANLAN_GROUND: optional,
  GUANLAN_GROUND_LABELS: optional,
  GUANLAN_GROUND_KEY: optional,
  GUANLAN_GROUND_NOTE: optional,
  GUANLAN_REGION: z
    .string()
    .regex(/^\d{6}(\d{6})?$/)
    .default('450000'),
  GUANLAN_CLOCK_OFFSET_MS: z.coerce.number().int().default(0),
  GUANLAN_NEW_AUDIT_KEY: z.enum(['0', '1']).default('0'),
  GUANLAN_DEMO_ACCOUNTS: z.enum(['0', '1']).default('0'),
  GUANLAN_SIGN_INS_PER_MINUTE: z.coerce.number().int().positive().default(20),
  GUANLAN_SOCKETS_A_SESSION: z.coerce.number().int().positive().default(8),
  GUANLAN_SOCKETS: z.coerce.number().int().positive().default(4000),
  GUANLAN_TRUST_PROXY: optional,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  MAPBOX_TOKEN: optional,
  GUANLAN_SOURCES: optional,
})

export interface Config {
  readonly version: string
  readonly port: number
  readonly host: string
  readonly databaseUrl: string
  readonly databaseConnections: number
  /** Runtime state: keys, the first accounts. */
  readonly dataDir: string
  readonly distDir: string
  readonly scenesDir: string
  /** Local 3D Tiles, served at /tiles3d to signed-in accounts; null when there are none. */
  readonly tilesDir: string | null
  /** 审图号 of the site's map, printed beside the scale; null prints 示意图. */
  readonly mapNote: string | null
  /** The site's own ground: a file, a folder or the address of a WMTS as it is set, its key, and whose it is; null draws the product's. */
  readonly ground: {
    readonly source: string
    readonly key: string | null
    readonly note: string | null
  } | null
  /** Names over the site's ground, pictures of their own (天地图 `cia`, `cva`), asked for with its key; null draws none. */
  readonly groundLabels: { readonly source: string; readonly key: string | null; readonly note: null } | null
  /** The region code that this house is responsible for. */
  readonly region: string
  readonly clockOffsetMs: number
  /** A new key for the access log may be made where rows are signed already: a new part of its chain begins. */
  readonly newAuditKey: boolean
  /** Makes one account a role, and pending ones for every unit, on an empty database. */
  readonly demoAccounts: boolean
  /** Failed sign-ins and pairings a minute that one address may have. */
  readonly signInsPerMinute: number
  /** Live sockets at once, of one session and of this server. */
  readonly sockets: { readonly perSession: number; readonly perServer: number }
  /** Addresses of the proxies in front, as `@fastify/proxy-addr` reads them. */
  readonly trustProxy: string | null
  readonly logLevel: string
  readonly mapboxToken: string | null
  /** The connectors to the platforms; empty leaves the server with what it has. */
  readonly sources: SourcesConfig
}

/** A JSON list, or the path of a YAML or JSON file that holds one. */
const readSources = (text: string | null): SourcesConfig => {
  if (text === null) return []
  const raw = text.trimStart().startsWith('[') ? text : readFileSync(text, 'utf8')
  const parsed = sourcesConfigSchema.safeParse(parseYaml(raw))
  if (parsed.success) return parsed.data
  throw new Error(
    `数据源配置有误 / GUANLAN_SOURCES is wrong: ${parsed.error.issues.map((issue) => `[${issue.path.join('.')}] ${issue.message}`).join('; ')}`,
  )
}

/** Parses the environment once. Throws one error that names every wrong variable and what was expected. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  )
  if (!parsed.success)
    throw new Error(
      `配置有误 / wrong configuration: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    )
  const env = parsed.data
  return {
    version,
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    databaseConnections: env.DATABASE_CONNECTIONS,
    dataDir: resolve(env.GUANLAN_DATA_DIR),
    distDir: resolve(env.GUANLAN_DIST_DIR),
    scenesDir: resolve(env.GUANLAN_SCENES_DIR),
    tilesDir: env.GUANLAN_TILES_DIR ? resolve(env.GUANLAN_TILES_DIR) : null,
    mapNote: env.GUANLAN_MAP_NOTE,
    ground: env.GUANLAN_GROUND
      ? { source: env.GUANLAN_GROUND, key: env.GUANLAN_GROUND_KEY, note: env.GUANLAN_GROUND_NOTE }
      : null,
    groundLabels: env.GUANLAN_GROUND_LABELS
      ? { source: env.GUANLAN_GROUND_LABELS, key: env.GUANLAN_GROUND_KEY, note: null }
      : null,
    region: env.GUANLAN_REGION,
    clockOffsetMs: env.GUANLAN_CLOCK_OFFSET_MS,
    newAuditKey: env.GUANLAN_NEW_AUDIT_KEY === '1',
    demoAccounts: env.GUANLAN_DEMO_ACCOUNTS === '1',
    signInsPerMinute: env.GUANLAN_SIGN_INS_PER_MINUTE,
    sockets: { perSession: env.GUANLAN_SOCKETS_A_SESSION, perServer: env.GUANLAN_SOCKETS },
    trustProxy: env.GUANLAN_TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    mapboxToken: env.MAPBOX_TOKEN,
    sources: readSources(env.GUANLAN_SOURCES),
  }
}
