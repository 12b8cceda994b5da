import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../../..')
const SIDES = ['src', 'server', 'data/province', 'data/standin', 'tests']
/** Files that hold code, by their path in the repository. */
const files = SIDES.flatMap((side) =>
  readdirSync(join(ROOT, side), { recursive: true, encoding: 'utf8' })
    .map((path) => `${side}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|vue|mjs)$/.test(path) && !/\.d\.m?ts$/.test(path)),
)
const MOST = 12

describe('the house', () => {
  it('has no folder with more than a dozen files of code', () => {
    expect(files.length).toBeGreaterThan(1000)
    const held = new Map<string, number>()
    for (const file of files) held.set(dirname(file), (held.get(dirname(file)) ?? 0) + 1)
    expect([...held].filter(([, count]) => count > MOST)).toEqual([])
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

  it('lets each subject’s SQL alone: others take its rows’ types, or what the composition hands in', () => {
    const SUBJECTS = ['access', 'energy', 'housing', 'supervision', 'standards', 'vehicles']
    const subjectOf = (path: string): string | undefined =>
      SUBJECTS.find((subject) => path.startsWith(`server/${subject}/`))
    const crossing = files
      .filter((file) => subjectOf(file) !== undefined && !/(Rows|module)\.ts$/.test(file))
      .flatMap((file) =>
        [
          ...readFileSync(join(ROOT, file), 'utf8').matchAll(
            /^import (?!type)[^']*? from '(\.[^']+Rows\.ts)'/gm,
          ),
        ]
          .map(([, to]) => relative(ROOT, resolve(ROOT, dirname(file), to!)).replaceAll('\\', '/'))
          .filter((to) => subjectOf(to) !== undefined && subjectOf(to) !== subjectOf(file))
          .map((to) => `${file} takes ${to}`),
      )
    expect(crossing).toEqual([])
  })
})
