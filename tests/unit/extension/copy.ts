import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')
const PARTS = [
  'src/shared',
  'server',
  'data/contract',
  'data/standin',
  'data/province',
  'data/boundaries',
  'package.json',
]

/** The working tree in a folder of its own, to which files are added and in which none is changed. */
export interface Copy {
  readonly folder: string
  /** Throws where such a file stands already. */
  add(files: Readonly<Record<string, string>>): void
  /** Files of the tree that are other than they were. */
  changed(): string[]
  remove(): void
}

const hashOf = (file: string): string =>
  existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'gone'

/** What of the tree a server needs, as it stands on the disk; packages are those of the tree. */
export const copyTree = (parts: readonly string[] = PARTS): Copy => {
  const folder = mkdtempSync(join(tmpdir(), 'guanlan-extended-'))
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...parts]
  const files = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)))
  for (const file of files) cpSync(join(ROOT, file), join(folder, file), { recursive: true })
  const were = new Map(files.map((file) => [file, hashOf(join(folder, file))]))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    add: (added) => {
      for (const [path, text] of Object.entries(added)) {
        const file = join(folder, path)
        if (existsSync(file)) throw new Error(`${path} stands in the tree already`)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, text.trimStart())
      }
    },
    changed: () =>
      [...were].filter(([file, hash]) => hashOf(join(folder, file)) !== hash).map(([file]) => file),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
