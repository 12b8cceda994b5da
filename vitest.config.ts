import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import vue from '@vitejs/plugin-vue'

/**
 * Node reads the TypeScript itself, as the house does: nothing stands between two modules, and a worker keeps them
 * from one file to the next. What a file changes of the process (timers, spies, environment) it puts back.
 */
const native = {
  isolate: false,
  setupFiles: ['tests/builders/plain/ownTime.ts'] as string[],
  experimental: { viteModuleRunner: false, nodeLoader: false },
} as const

/** Two cores carry the database, the browser and the tests: one project after the other. */
const group = (groupOrder: number, maxWorkers: number) => ({ maxWorkers, sequence: { groupOrder } })
const prompt = { testTimeout: 30_000, hookTimeout: 120_000 }
const patient = { testTimeout: 240_000, hookTimeout: 240_000 }

/** What only Vite can read: components, styles, files that are found by a pattern, and modules with another in their place. */
const BY_VITE = [
  'tests/unit/{app,mount}/**/*.test.ts',
  'tests/unit/layers/{definitions,readers,worst}.test.ts',
  'tests/unit/engines/{interior/engine,map/stage}.test.ts',
  'tests/unit/extension/web.test.ts',
  'tests/unit/standards/indices.test.ts',
]

/** Who puts another module in the place of one begins with none of them loaded, in a worker of its own. */
const FRESH = BY_VITE.flatMap((pattern) => globSync(pattern)).filter((file) =>
  readFileSync(file, 'utf8').includes('vi.mock('),
)

const CONTRACTS = [
  'tests/contract/source.test.ts',
  'tests/contract/standin*.test.ts',
  'tests/contract/browserTarget.test.ts',
]
/** One freezes the database of the tests, one starts and kills whole houses of its own; the others need no database. */
const BESIDE_A_FROZEN_DATABASE = [
  ...['launch/launch', 'launch/budget', 'http/http', 'intake/floods', 'spool/spool'].map(
    (name) => `tests/server/${name}.test.ts`,
  ),
  ...CONTRACTS,
]

/** The longest first, so that no core stands idle at the end of a project. */
const LONGEST = [
  'e2e/present',
  'e2e/morning',
  'e2e/matrix',
  'e2e/drawn',
  'launch/launch',
  'intake/ledgerProvince',
  'standards/standards',
  'access/access',
  'vehicles/vehicles',
  'common/durable',
  'house/clockWalk',
  'access/auditLog',
  'intake/sources',
  'http/http',
  'access/matrix',
  'energy/energy',
  'energy/energyRollups',
  'vehicles/tracks',
  'house/rows',
  'mount/panels',
  'mount/pages',
  'house/spoolLog',
  'boundaries/make',
  'data/provinceLedger',
  'extension/server',
  'extension/web',
].map((name) => `/${name}.test.ts`)
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      LONGEST.findIndex((name) => moduleId.endsWith(name)) >>> 0
    const projects = Map.groupBy(await super.sort(files), ({ project }) => project.name)
    const sorted = [...projects.values()].map((specs) => specs.sort((a, b) => rank(a) - rank(b)))
    return sorted.sort(([a], [b]) => rank(a!) - rank(b!)).flat()
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './tests/requirements/reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          exclude: BY_VITE,
          ...prompt,
          ...native,
          ...group(0, 2),
        },
      },
      {
        plugins: [vue()],
        test: { name: 'mount', include: BY_VITE, exclude: FRESH, isolate: false, ...prompt, ...group(0, 2) },
      },
      {
        plugins: [vue()],
        test: { name: 'mount afresh', include: FRESH, ...prompt, ...group(0, 2) },
      },
      {
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts'],
          exclude: BESIDE_A_FROZEN_DATABASE,
          ...native,
          ...patient,
          ...group(1, 3),
        },
      },
      {
        test: {
          name: 'server beside a frozen database',
          include: BESIDE_A_FROZEN_DATABASE,
          ...native,
          ...patient,
          ...group(2, 2),
        },
      },
      {
        test: {
          name: 'picture',
          include: ['tests/contract/**/*.test.ts', 'tests/render/**/*.test.ts'],
          exclude: CONTRACTS,
          ...patient,
          ...group(3, 2),
        },
      },
      {
        plugins: [vue()],
        test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...patient, ...group(3, 2) },
      },
    ],
  },
})
