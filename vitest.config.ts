import { defineConfig } from 'vitest/config'
import vue from '@vitejs/plugin-vue'

/**
 * Node reads the TypeScript itself, as the house does: nothing stands between two modules, and a worker keeps them
 * from one file to the next. What a file changes of the process (timers, spies, environment) it puts back.
 */
const native = { isolate: false, experimental: { viteModuleRunner: false, nodeLoader: false } } as const

/** What only Vite can read: components, styles, and files that are found by a pattern. */
const BY_VITE = [
  'tests/unit/{app,mount}/**/*.test.ts',
  'tests/unit/extension/web.test.ts',
  'tests/unit/standards/indices.test.ts',
]

/** Two cores carry the database, the browser and the tests: the projects with real parts run one file at a time, one project after the other. */
const serial = (groupOrder: number) => ({
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 240_000,
  sequence: { groupOrder },
})

/** These judge no time, stop no database and fill no disk: two at once take as long as one, because each waits for its own timers. */
const IN_PAIRS = [
  'access/access',
  'supervision/alerts',
  'supervision/alertsReach',
  'access/auditLog',
  'launch/budget',
  'sources/collectors',
  'vehicles/drivers',
  'energy/energy',
  'energy/energyRollups',
  'energy/energyTold',
  'sources/jt809',
  'intake/ledger',
  'intake/ledgerProvince',
  'intake/ledgerReads',
  'intake/ledgerRoutes',
  'access/matrix',
  'house/past',
  'house/pastSubjects',
  'standards/standards',
  'http/tiles',
  'vehicles/vehicleHistory',
  'vehicles/vehicleLedger',
  'vehicles/vehicleLimits',
  'vehicles/vehicleRules',
  'vehicles/vehicles',
  'house/clockWalk',
  'house/figures',
  'house/liveReplay',
  'house/upgrade',
  'sources/gateways',
]
  .map((name) => `tests/server/${name}.test.ts`)
  .concat([
    'tests/contract/source.test.ts',
    'tests/contract/standin*.test.ts',
    'tests/contract/browserTarget.test.ts',
  ])

export default defineConfig({
  test: {
    reporters: ['default', './tests/requirements/reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          exclude: BY_VITE,
          testTimeout: 30_000,
          hookTimeout: 120_000,
          ...native,
        },
      },
      {
        plugins: [vue()],
        test: { name: 'mount', include: BY_VITE, testTimeout: 30_000, hookTimeout: 120_000 },
      },
      {
        test: {
          name: 'server in pairs',
          include: IN_PAIRS,
          ...serial(1),
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      { test: { name: 'server', include: ['tests/server/**/*.test.ts'], exclude: IN_PAIRS, ...serial(2) } },
      {
        test: {
          name: 'picture',
          include: ['tests/contract/**/*.test.ts', 'tests/render/**/*.test.ts'],
          exclude: IN_PAIRS,
          ...serial(3),
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...serial(4) } },
    ],
  },
})
