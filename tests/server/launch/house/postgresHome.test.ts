import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  copyBinaries,
  findAccount,
  hydrate,
  placeFolder,
  unprivileged,
} from '../../../../server/launch/house/postgresHome.ts'
import { LaunchError } from '../../../../server/launch/options.ts'

let base: string
beforeAll(() => (base = realpathSync(mkdtempSync(join(tmpdir(), 'guanlan-postgres-')))))
afterAll(() => rmSync(base, { recursive: true, force: true }))
const folder = (name: string): string => mkdtempSync(join(base, `${name}-`))

const ROOT = 'root:x:0:0:root:/root:/bin/bash'
const NOBODY = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin'
const POSTGRES = 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash'
const GUANLAN = 'guanlan:x:998:997::/home/guanlan:/usr/sbin/nologin'

describe('the account that PostgreSQL runs as where the start is root’s', () => {
  /** A system whose useradd works, or not. */
  const system = (passwd: readonly string[], adds = true) => {
    const lines = [...passwd]
    const added: string[] = []
    return {
      added,
      passwd: () => lines.join('\n'),
      add: (name: string) => {
        added.push(name)
        if (adds) lines.push(GUANLAN)
      },
    }
  }

  it('is the system’s own for it, and none is added', () => {
    const debian = system([ROOT, NOBODY, GUANLAN, POSTGRES])
    expect([unprivileged(debian), debian.added]).toEqual([{ uid: 101, gid: 104 }, []])
    const again = system([ROOT, NOBODY, GUANLAN])
    expect([unprivileged(again), again.added]).toEqual([{ uid: 998, gid: 997 }, []])
  })

  it('is one that is added, else nobody', () => {
    const bare = system([ROOT, NOBODY])
    expect([unprivileged(bare), bare.added]).toEqual([{ uid: 998, gid: 997 }, ['guanlan']])
    expect(unprivileged(system([ROOT, NOBODY], false))).toEqual({ uid: 65_534, gid: 65_534 })
  })

  it('is missed with what to do where there is none at all', () => {
    expect(() => unprivileged(system([ROOT], false))).toThrow(LaunchError)
    expect(() => unprivileged(system([ROOT], false))).toThrow(
      /refuses to run as root.*useradd --system guanlan$/,
    )
  })

  it('is told by its whole name', () => {
    expect(findAccount('postgres2:x:1:2:::\n# postgres\n', ['postgres'])).toBeNull()
  })
})

/** A package of binaries as npm brings it: no links, but the list of them. */
const packageOf = (version: string, links: readonly { source: string; target: string }[] | null): string => {
  const root = folder('package')
  const native = join(root, 'native')
  mkdirSync(join(native, 'lib'), { recursive: true })
  writeFileSync(join(root, 'package.json'), JSON.stringify({ version }))
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'the library')
  if (links) writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  return native
}
const LINKS = ['libpq.so', 'libpq.so.5'].map((name) => ({
  source: 'native/lib/libpq.so.5.18',
  target: `native/lib/${name}`,
}))
const linksIn = (native: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(native, 'lib'))
      .filter((name) => lstatSync(join(native, 'lib', name)).isSymbolicLink())
      .map((name) => [name, readlinkSync(join(native, 'lib', name))]),
  )

describe('the links of the binaries', () => {
  it('are made where npm’s own script did not run, and one that leads nowhere is made anew', () => {
    const native = packageOf('18.4.0', LINKS)
    symlinkSync('libpq.so.5.17', join(native, 'lib', 'libpq.so'))
    hydrate(native)
    expect(linksIn(native)).toEqual({ 'libpq.so': 'libpq.so.5.18', 'libpq.so.5': 'libpq.so.5.18' })
    hydrate(native)
    expect(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('the library')
  })

  it('are none where the package has no list', () => {
    const native = packageOf('18.4.0', null)
    hydrate(native)
    expect(linksIn(native)).toEqual({})
  })
})

describe('a copy of the binaries for another account', () => {
  it('is whole with links of its own, and is one for each version', () => {
    const root = folder('shared')
    const native = packageOf('18.4.0', LINKS)
    const copy = copyBinaries(native, root)
    expect(copy).toBe(join(root, 'postgresql-18.4.0', 'native'))
    expect(realpathSync(join(copy, 'lib', 'libpq.so'))).toBe(join(copy, 'lib', 'libpq.so.5.18'))
    expect(linksIn(native)).toEqual({})
    expect(copyBinaries(packageOf('18.5.0', LINKS), root)).toBe(join(root, 'postgresql-18.5.0', 'native'))
    expect(readdirSync(root).toSorted()).toEqual(['postgresql-18.4.0', 'postgresql-18.5.0'])
  })

  it('that stands is taken as it is; what a killed start left of one is not', () => {
    const root = folder('shared')
    const half = join(root, `postgresql-18.4.0.${process.pid}`, 'native', 'lib')
    mkdirSync(half, { recursive: true })
    writeFileSync(join(half, 'half'), '')
    const native = packageOf('18.4.0', LINKS)
    const copy = copyBinaries(native, root)
    expect([existsSync(join(copy, 'lib', 'half')), readdirSync(root)]).toEqual([false, ['postgresql-18.4.0']])
    rmSync(join(native, 'lib'), { recursive: true })
    expect(copyBinaries(native, root)).toBe(copy)
    expect(readFileSync(join(copy, 'lib', 'libpq.so'), 'utf8')).toBe('the library')
  })
})

describe('where the database lies', () => {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const may = (is: boolean, shared: string) => ({ shared, mayEnter: () => is })
  const elsewhereIn = (shared: string): string => join(shared, readdirSync(shared)[0]!)

  it('is in the data folder where its account can come in, or is this one', () => {
    const [dataDir, shared] = [folder('data'), folder('shared')]
    expect(placeFolder(null, dataDir, may(false, shared))).toBe(join(dataDir, 'pg'))
    expect(placeFolder(self, dataDir, may(true, shared))).toBe(join(dataDir, 'pg'))
    expect([readdirSync(dataDir), readdirSync(shared)]).toEqual([['pg'], []])
  })

  it('is elsewhere where it cannot, one place for each data folder, and the data folder says where', () => {
    const [dataDir, other, shared] = [folder('data'), folder('data'), folder('shared')]
    const place = placeFolder(self, dataDir, may(false, shared))
    expect(place).toBe(elsewhereIn(shared))
    expect(readFileSync(join(dataDir, 'pg-elsewhere.txt'), 'utf8')).toBe(`${place}\n`)
    expect(placeFolder(self, dataDir, may(false, shared))).toBe(place)
    expect(placeFolder(self, other, may(false, shared))).not.toBe(place)
  })

  it('stays elsewhere once it is there: nobody gets an empty one because the account can come in by now', () => {
    const [dataDir, shared] = [folder('data'), folder('shared')]
    const place = placeFolder(self, dataDir, may(false, shared))
    mkdirSync(join(place, 'cluster'))
    expect(placeFolder(self, dataDir, may(true, shared))).toBe(place)
    expect(placeFolder(null, dataDir, may(true, shared))).toBe(place)
    mkdirSync(join(dataDir, 'pg', 'cluster'))
    expect(placeFolder(self, dataDir, may(true, shared))).toBe(join(dataDir, 'pg'))
  })
})
