/** `npm run coverage`: the unit and mount tests alone, and of each folder the share of statements that none of them reaches. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { startVitest } from 'vitest/node'

const ROOT = join(import.meta.dirname, '../..')
const OUT = join(ROOT, 'data/var/coverage')
/** A folder is told where more than so much of it is reached by no test. */
const MOST_UNREACHED = 0.1

const vitest = await startVitest('test', process.argv.slice(2), {
  root: ROOT,
  watch: false,
  project: ['unit'],
  reporters: ['dot'],
  coverage: {
    enabled: true,
    provider: 'v8',
    include: ['src/**/*.{ts,vue}', 'server/**/*.ts', 'data/{province,standin}/**/*.ts'],
    reporter: ['json-summary'],
    reportsDirectory: OUT,
    reportOnFailure: true,
  },
})
await vitest.close()

interface Count {
  readonly total: number
  readonly covered: number
}
const summary = JSON.parse(readFileSync(join(OUT, 'coverage-summary.json'), 'utf8')) as Readonly<
  Record<string, { readonly lines: Count }>
>
/** The folder and those above it down to its side: a subject is told whole as well as by its parts. */
const foldersOf = (file: string): string[] => {
  const parts = relative(ROOT, file).split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
const folders = new Map<string, { total: number; covered: number }>()
for (const [file, { lines }] of Object.entries(summary)) {
  if (file === 'total') continue
  for (const folder of foldersOf(file)) {
    const sum = folders.get(folder) ?? { total: 0, covered: 0 }
    folders.set(folder, { total: sum.total + lines.total, covered: sum.covered + lines.covered })
  }
}
const rows = [...folders].map(([folder, { total, covered }]) => ({
  folder,
  total,
  unreached: total === 0 ? 0 : 1 - covered / total,
}))
for (const { folder, total, unreached } of rows.sort((a, b) => a.folder.localeCompare(b.folder)))
  process.stdout.write(
    `${unreached > MOST_UNREACHED ? '!' : ' '} ${(unreached * 100).toFixed(1).padStart(5)} % of ${String(total).padStart(6)} lines  ${folder}\n`,
  )
