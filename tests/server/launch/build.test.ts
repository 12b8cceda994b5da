import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { build, isBuilt, runVite, sourcesHash } from '../../../server/launch/build.ts'
import { LaunchError } from '../../../server/launch/options.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'guanlan-build-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

/** A script in Vite's place. */
const inPlaceOfVite = (name: string, code: string): string => {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, `import { mkdirSync, writeFileSync } from 'node:fs'\n${code}`)
  return file
}
const faultOf = (run: Promise<void>): Promise<unknown> =>
  run.then(() => null).catch((error: unknown) => error)

describe('a build of the screen', () => {
  it.each(['development', 'test', ''])(
    'is for production where the shell says NODE_ENV=%s',
    async (named) => {
      vi.stubEnv('NODE_ENV', named)
      const told = join(folder, `told-${named}.json`)
      const vite = inPlaceOfVite(
        'tells',
        `writeFileSync(process.argv[3], JSON.stringify([process.env.NODE_ENV, process.argv.slice(2), process.cwd()]))`,
      )
      await runVite([told], vite)
      expect(JSON.parse(readFileSync(told, 'utf8'))).toEqual([
        'production',
        ['build', told, '--logLevel', 'warn'],
        join(import.meta.dirname, '../../..'),
      ])
    },
  )

  it('that fails is told in Vite’s own words, without the stack', async () => {
    const vite = inPlaceOfVite(
      'fails',
      `console.error('[plugin vue] src/app/App.vue: Unexpected token\\n\\n    at parse (/house/node_modules/vite/x.js:1:2)\\n    at async build')\nprocess.exit(1)`,
    )
    const fault = await faultOf(runVite([], vite))
    expect(fault).toBeInstanceOf(LaunchError)
    expect((fault as Error).message).toBe(
      '构建失败 / the build failed\n[plugin vue] src/app/App.vue: Unexpected token',
    )
    expect(await faultOf(runVite([], null))).toMatchObject({
      message: expect.stringMatching(/npm ci \/ vite is missing: run npm ci$/) as string,
    })
  })
})

describe('what was built', () => {
  const LONG = 'const 观澜 = 1;\n'.repeat(500)
  const vite = (): string =>
    inPlaceOfVite(
      'builds',
      `const dist = process.argv[process.argv.indexOf('--outDir') + 1]
      mkdirSync(dist + '/assets', { recursive: true })
      writeFileSync(dist + '/index.html', '<!doctype html>')
      for (const name of ['App.js', 'photo.png', 'App.js.LEGAL'])
        writeFileSync(dist + '/assets/' + name, ${JSON.stringify(LONG)})`,
    )

  it('is what the server hands out: everything long that packs lies there packed, too', async () => {
    const dist = join(folder, 'packed')
    await build('a', dist, vite())
    expect(gunzipSync(readFileSync(join(dist, 'assets', 'App.js.gz'))).toString()).toBe(LONG)
    expect(
      ['assets/photo.png.gz', 'assets/App.js.LEGAL.gz', 'index.html.gz'].filter((name) =>
        existsSync(join(dist, name)),
      ),
    ).toEqual([])
  })

  it('is of these sources and no others, and whole or not there', async () => {
    const dist = join(folder, 'stamped')
    expect(isBuilt('a', dist)).toBe(false)
    await build('a', dist, vite())
    expect([isBuilt('a', dist), isBuilt('b', dist)]).toEqual([true, false])
    rmSync(join(dist, 'index.html'))
    expect(isBuilt('a', dist)).toBe(false)
  })

  it('of a build that failed is never taken', async () => {
    const dist = join(folder, 'failed')
    const half = inPlaceOfVite(
      'half',
      `mkdirSync(process.argv[4], { recursive: true })\nwriteFileSync(process.argv[4] + '/index.html', '')\nprocess.exit(1)`,
    )
    expect(await faultOf(build('a', dist, half))).toBeInstanceOf(LaunchError)
    expect([existsSync(join(dist, 'index.html')), isBuilt('a', dist)]).toEqual([true, false])
  })

  it('is known by a hash of its sources that stays while they do', () => {
    expect(sourcesHash()).toMatch(/^[0-9a-f]{64}$/)
    expect(sourcesHash()).toBe(sourcesHash())
  })
})
