import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export const TILES_PREFIX = '/tiles3d/'
const NAME = 'tileset.json'

const isFile = (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false)

/**
 * Addresses of the 3D Tiles that a folder holds: its own `tileset.json` and those of its direct subfolders, by name. Read
 * at every call, so that a set that is laid in while the server runs is found. A folder that is not there holds none.
 */
export const findTilesets = async (folder: string | null): Promise<string[]> => {
  if (folder === null) return []
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const below = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name).sort()
  const candidates = [NAME, ...below.map((name) => `${name}/${NAME}`)]
  const there = await Promise.all(candidates.map((path) => isFile(join(folder, path))))
  return candidates.filter((_, i) => there[i]).map((path) => TILES_PREFIX + path.split('/').map(encodeURIComponent).join('/'))
}
