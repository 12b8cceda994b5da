import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { AnchorFile } from './anchors.ts'

/** `audit-anchors.jsonl` of a data folder, 0600. A line that a crash cut off is taken away before the next is added. */
export const makeAnchorFile = (dataDir: string): AnchorFile => {
  const file = join(dataDir, 'audit-anchors.jsonl')
  const text = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  return {
    read: () => text().split('\n').slice(0, -1),
    append: (line) => {
      const whole = Buffer.byteLength(text().slice(0, text().lastIndexOf('\n') + 1))
      const handle = openSync(file, 'a', 0o600)
      try {
        if (fstatSync(handle).size > whole) ftruncateSync(handle, whole)
        writeSync(handle, `${line}\n`)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
    },
    setAside: (name) => {
      if (existsSync(file)) renameSync(file, join(dataDir, name))
    },
  }
}
