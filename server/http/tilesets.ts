import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { tilesetName, tilesetTextFault } from '#shared/scene/tileset.ts'

export const TILES_PREFIX = '/tiles3d/'
const NAME = 'tileset.json'
/** A larger tileset.json is looked at by the screens alone. */
const MOST_READ_BYTES = 64 * 2 ** 20

interface Stamp {
  readonly modifiedMs: number
  readonly bytes: number
}
const stampOf = (path: string): Promise<Stamp | null> =>
  stat(path).then(
    (found) => (found.isFile() ? { modifiedMs: found.mtimeMs, bytes: found.size } : null),
    () => null,
  )

const faultOf = async (path: string, { bytes }: Stamp): Promise<string | null> => {
  if (bytes > MOST_READ_BYTES) return null
  return readFile(path, 'utf8').then(
    tilesetTextFault,
    (cause: Error) => `读不出:${cause.message} / cannot be read: ${cause.message}`,
  )
}

/**
 * Addresses of the 3D Tiles that a folder holds: its own `tileset.json` and those of its direct subfolders, by name. Read
 * at every call, so that a set that is laid in while the server runs is found. A folder that is not there holds none. What
 * is wrong with a set is told once for each state of its file; its address is given all the same, so that the screens
 * name it too.
 */
export const makeTilesetFinder = (folder: string | null, tell: (name: string, fault: string) => void) => {
  const seen = new Map<string, string>()
  const look = async (path: string, stamp: Stamp, url: string): Promise<void> => {
    const state = `${stamp.modifiedMs} ${stamp.bytes}`
    if (seen.get(path) === state) return
    seen.set(path, state)
    const fault = await faultOf(path, stamp)
    if (fault !== null) tell(tilesetName(url), fault)
  }
  return async (): Promise<string[]> => {
    if (folder === null) return []
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    const below = entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort()
    const candidates = [NAME, ...below.map((name) => `${name}/${NAME}`)]
    const found = await Promise.all(
      candidates.map(async (name) => {
        const path = join(folder, name)
        const stamp = await stampOf(path)
        if (!stamp) return []
        const url = TILES_PREFIX + name.split('/').map(encodeURIComponent).join('/')
        await look(path, stamp, url)
        return [url]
      }),
    )
    return found.flat()
  }
}
