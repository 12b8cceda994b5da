import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorMessage } from '../../../src/shared/kernel/errors.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const SIDES = ['src', 'server', 'data/province', 'data/standin', 'tests']
/** Files that hold code, by their path in the repository. */
const files = SIDES.flatMap((side) =>
  readdirSync(join(ROOT, side), { recursive: true, encoding: 'utf8' })
    .map((path) => `${side}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|vue|mjs)$/.test(path) && !/\.d\.m?ts$/.test(path)),
)
const MOST = 12

/** What of the server belongs to no subject. */
const COMMON = ['codecs', 'common', 'db', 'http', 'launch', 'realtime', 'sources', 'spool']
const SUBJECTS = readdirSync(join(ROOT, 'server'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !COMMON.includes(entry.name))
  .map(({ name }) => name)
const subjectOf = (path: string): string | undefined =>
  SUBJECTS.find((subject) => path.startsWith(`server/${subject}/`))
/** The files that a file takes values or types of, as it names them. */
const specifiersOf = (file: string): string[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(
    ([, to]) => to!,
  )
/** Where the three are declared, and where 3,600,000 are the joules of a kilowatt-hour. */
const MAY_COUNT = ['src/shared/kernel/time/time.ts', 'server/sources/collector/raw.ts']

describe('the house', () => {
  it('has no folder with more than a dozen files of code', () => {
    expect(files.length).toBeGreaterThan(1000)
    const held = new Map<string, number>()
    for (const file of files) held.set(dirname(file), (held.get(dirname(file)) ?? 0) + 1)
    expect([...held].filter(([, count]) => count > MOST)).toEqual([])
  })

  it('says what was thrown by one function, on the screen as on the server', () => {
    const BY_HAND = /(\w+) instanceof Error \? \1\.message|\(\w+ as Error\)\.message/
    expect(errorMessage(new TypeError('no such row'))).toBe('no such row')
    expect([errorMessage('torn'), errorMessage(null)]).toEqual(['torn', 'null'])
    const isOwn = (file: string): boolean =>
      file.startsWith('tests/') || file === 'src/shared/kernel/errors.ts'
    expect(
      files.filter((file) => !isOwn(file) && BY_HAND.test(readFileSync(join(ROOT, file), 'utf8'))),
    ).toEqual([])
  })

  it('only defines in src/shared: the build leaves out files there that nobody takes a name of', () => {
    const DEFINES =
      /^(?:$|[\s/)}\]>]|(?:export|import|const|type|interface|function|async function|class|let|declare) ?)/
    const acting = files
      .filter((file) => file.startsWith('src/shared/'))
      .flatMap((file) =>
        readFileSync(join(ROOT, file), 'utf8')
          .split('\n')
          .filter((line) => !DEFINES.test(line))
          .map((line) => `${file}: ${line}`),
      )
    expect(acting).toEqual([])
  })

  it('lets no file of the server know another subject’s: between them stand ports', () => {
    const crossing = files
      .filter((file) => /^server\/[^/]+\//.test(file))
      .flatMap((file) =>
        specifiersOf(file)
          .map((to) => relative(ROOT, resolve(ROOT, dirname(file), to)).replaceAll('\\', '/'))
          .filter((to) => subjectOf(to) !== undefined && subjectOf(to) !== subjectOf(file))
          .map((to) => `${file} takes ${to}`),
      )
    expect(crossing).toEqual([])
  })

  it('writes no day, hour or minute as a bare number of milliseconds', () => {
    const bare = files
      .filter((file) => /^(server|data|src)\//.test(file) && !MAY_COUNT.includes(file))
      .filter((file) =>
        /(?<![\w.])(86_400_000|3_600_000|60_000)(?!\w)/.test(readFileSync(join(ROOT, file), 'utf8')),
      )
    expect(bare).toEqual([])
  })
})

/** Lints made-up files under the house's own rules; what is refused, by file. */
const lint = (made: Readonly<Record<string, string>>): Record<string, string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'guanlan-lint-'))
  try {
    cpSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    for (const [file, text] of Object.entries(made)) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    const { stdout } = spawnSync(process.execPath, [OXLINT, '-f', 'json'], { cwd: folder, encoding: 'utf8' })
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { code: string; filename: string; help?: string }[]
    }
    const walls = diagnostics.filter(({ code }) => code.includes('no-restricted-imports'))
    return Object.fromEntries(
      Object.keys(made).map((file) => [
        file,
        walls
          .filter(({ filename }) => filename.replaceAll('\\', '/').endsWith(file))
          .map(({ help }) => help ?? ''),
      ]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const OXLINT = join(ROOT, 'node_modules/oxlint/bin/oxlint')

describe('lint', () => {
  it('names every subject of the server in its rule', () => {
    const { overrides } = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')) as {
      overrides: { files: string[]; rules: Record<string, [string, { patterns: { regex: string }[] }]> }[]
    }
    const wall = overrides.find(({ files: of }) => of[0] === 'server/**')!.rules['no-restricted-imports']!
    const isRefused = (to: string): boolean =>
      wall[1].patterns.some(({ regex }) => new RegExp(regex).test(to))
    expect(SUBJECTS.length).toBeGreaterThan(6)
    expect(SUBJECTS.filter((subject) => !isRefused(`../${subject}/x.ts`))).toEqual([])
    /* A part of that name could not be imported by its own neighbours. */
    const parts = files
      .filter((file) => subjectOf(file) !== undefined)
      .map((file) => dirname(file).split('/').slice(2))
    expect(parts.filter((names) => names.some((name) => SUBJECTS.includes(name)))).toEqual([])
  })

  it('refuses values and types of another subject, in every kind of file', () => {
    const types = (to: string): string => `import type { A } from '${to}'\nexport const a = (b: A): A => b\n`
    const values = (to: string): string => `import { a } from '${to}'\nexport const b = a\n`
    const vue = (to: string): string =>
      `<script setup lang="ts">\nimport { a } from '${to}'\nconst b = a\n</script>\n<template><i>{{ b }}</i></template>\n`
    const refused = {
      'server/housing/rooms/made.ts': types('../../vehicles/live/live.ts'),
      'server/intake/ledger/made.ts': values('../../housing/measures/touched.ts'),
      'server/supervision/module.ts': values('../housing/places/levels.ts'),
      'server/energy/routes.ts': types('../supervision/energy.ts'),
      'server/vehicles/madeRows.ts': values('../housing/rooms/seatRows.ts'),
      'server/access/migrations/999_made.ts': values('../../standards/rebuild.ts'),
      'server/common/made.ts': types('../vehicles/fences/fences.ts'),
      'server/http/made.ts': types('../access/audit/audit.ts'),
      'server/sources/knock/made.ts': types('../../intake/sink.ts'),
      'src/boards/housing/panels/made/Made.vue': vue('../../../energy/shared/told.ts'),
      'src/boards/common/made.ts': types('../vehicles/shared/order.ts'),
      'src/shared/energy/made.ts': values('../vehicles/indices.ts'),
      'src/shared/vehicles/rules/made.ts': values('../../standards/tables.ts'),
    }
    const allowed = {
      'server/housing/rooms/good.ts':
        types('../../common/ports/summing.ts') +
        values('../units/units.ts').replaceAll(' a', ' c').replace(' b', ' d'),
      'server/housing/goodRows.ts': values('kysely'),
      'server/main.ts': values('./access/module.ts'),
      'src/shared/energy/good.ts': types('../vehicles/indices.ts'),
      'src/shared/supervision/good.ts': values('../housing/verdict.ts'),
      'src/boards/housing/panels/good/Good.vue': vue('../../../common/coalBasis.ts'),
    }
    const found = lint({ ...refused, ...allowed })
    for (const file of Object.keys(refused)) expect(found[file], file).toHaveLength(1)
    for (const file of Object.keys(allowed)) expect(found[file], file).toEqual([])
  })
})
