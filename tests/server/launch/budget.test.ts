import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

/** The bytes that each part may cost, gzipped. The first paint is everything before the scene's engines, charts and panels. */
const KB = 1024
const BUDGET = {
  firstPaint: 220 * KB,
  map: 560 * KB,
  mapbox: 560 * KB,
  globe: 1_500 * KB,
  interior: 200 * KB,
  charts: 260 * KB,
} as const

interface Chunk {
  readonly file: string
  readonly src?: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}
const DIST = process.env.GUANLAN_DIST_DIR ?? join(import.meta.dirname, '../../../dist')
const MANIFEST = join(DIST, '.vite/manifest.json')
const manifest = existsSync(MANIFEST)
  ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>)
  : null

/** A chunk and what it cannot run without. */
const closure = (keys: readonly string[], seen = new Set<string>()): Set<string> => {
  for (const key of keys) {
    if (seen.has(key)) continue
    seen.add(key)
    closure(manifest?.[key]?.imports ?? [], seen)
  }
  return seen
}
const bytes = (keys: Iterable<string>): number =>
  [...keys].reduce(
    (sum, key) => sum + gzipSync(readFileSync(join(DIST, manifest?.[key]?.file ?? ''))).length,
    0,
  )
const without = (keys: Set<string>, known: Set<string>): string[] =>
  [...keys].filter((key) => !known.has(key))
const first = (): Set<string> => closure(['index.html', 'src/app/ViewPage.vue'])
const names = (keys: Iterable<string>): string =>
  [...keys].map((key) => manifest?.[key]?.file ?? key).join(' ')

describe.skipIf(manifest === null)('bytes of the built application', () => {
  it('first paint: entry and wall page together stay within 220 KB gzipped', () => {
    expect(bytes(first()), names(first())).toBeLessThanOrEqual(BUDGET.firstPaint)
  })

  it('first paint holds no engine, no chart library and no font', () => {
    expect(names(first())).not.toMatch(/maplibre|mapbox|Globe|Interior|echarts|cesium|three/i)
  })

  it('first paint holds no English words and no contracts but those that it asks by', () => {
    const LATER = [
      'src/i18n/en.ts',
      'src/shared/access/accountRoutes.ts',
      'src/shared/access/auditRoutes.ts',
      'src/shared/energy/routes.ts',
      'src/shared/vehicles/routes.ts',
    ]
    expect(LATER.filter((key) => !manifest?.[key] || first().has(key))).toEqual([])
  })

  it('nothing of zod’s writer of JSON Schema, and no older interface of vue-i18n', () => {
    const text = [...first()]
      .map((key) => readFileSync(join(DIST, manifest?.[key]?.file ?? ''), 'utf8'))
      .join()
    expect(text).not.toMatch(/json-schema\.org|__VUE_I18N_LEGACY_API__|__VUE_I18N_FULL_INSTALL__/)
  })

  it.each([
    ['map', 'src/engines/map/maplibre.ts', 'src/engines/map/index.ts'],
    ['mapbox', 'src/engines/map/mapbox.ts', 'src/engines/map/mapbox.ts'],
    ['globe', 'src/engines/globe/GlobeEngine.ts', 'src/engines/globe/index.ts'],
    ['interior', 'src/engines/interior/InteriorEngine.ts', 'src/engines/interior/index.ts'],
    ['charts', 'src/widgets/chart/echarts.ts', 'src/widgets/chart/echarts.ts'],
  ] as const)('%s is a chunk of its own and within its budget', (part, ...entries) => {
    const keys = closure(entries.filter((entry) => manifest?.[entry]))
    expect(keys.size).toBeGreaterThan(0)
    const own = without(keys, first())
    expect(bytes(own), names(own)).toBeLessThanOrEqual(BUDGET[part])
  })
})
