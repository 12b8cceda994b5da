import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DEEPEST_ZOOM } from '#shared/ground/routes.ts'
import { NOT_DRAWN } from '../picture.ts'
import { GroundFault, MOST_TILE_BYTES, versionOf, type GroundSource } from '../source.ts'

const PICTURES = ['png', 'jpg', 'jpeg', 'webp']
const isNumber = (name: string): boolean => /^\d{1,7}$/.test(name)
const numbersIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter(isNumber).sort((a, b) => Number(a) - Number(b))

const [EXPECTED_ZH, EXPECTED_EN] = ['应为 z/x/y.png(或 jpg、webp)', 'expected z/x/y.png (or jpg, webp)']

/** The ending of the first tile that is found; not all of a folder of millions is looked through. */
const endingOf = async (folder: string, zooms: readonly string[]): Promise<string> => {
  for (const z of zooms) {
    for (const x of (await numbersIn(join(folder, z)).catch(() => [])).slice(0, 3)) {
      const names = await readdir(join(folder, z, x)).catch(() => [])
      const ending = names
        .map((name) => /^\d{1,7}\.(\w+)$/.exec(name)?.[1])
        .find((found) => found !== undefined)
      if (ending !== undefined) return ending
    }
  }
  throw new GroundFault([`文件夹里没有瓦片,${EXPECTED_ZH}`, `the folder holds no tile; ${EXPECTED_EN}`])
}

/**
 * A folder of pictures, z/x/y.png with rows from the north. Throws GroundFault. A tile that is absent is a gap; a folder
 * that is gone as a whole, a drive that is not mounted for example, is an error.
 */
export const openFolder = async (folder: string): Promise<GroundSource> => {
  const names = await readdir(folder)
  if (names.includes('layer.json')) throw new GroundFault(NOT_DRAWN.terrain, true)
  const zooms = (await numbersIn(folder)).filter((name) => Number(name) <= DEEPEST_ZOOM)
  const ending = await endingOf(folder, zooms)
  if (ending === 'pbf' || ending === 'mvt') throw new GroundFault(NOT_DRAWN.vector, true)
  if (ending === 'terrain') throw new GroundFault(NOT_DRAWN.terrain, true)
  if (!PICTURES.includes(ending))
    throw new GroundFault(
      [`瓦片文件为 .${ending},${EXPECTED_ZH}`, `the tiles are .${ending}; ${EXPECTED_EN}`],
      true,
    )
  const { mtimeMs } = await stat(folder)
  return {
    facts: {
      kind: 'folder',
      minZoom: Number(zooms[0]),
      maxZoom: Number(zooms.at(-1)),
      bounds: null,
      tiling: 'mercator',
      attribution: null,
      version: versionOf(folder, mtimeMs),
    },
    tile: async (z, x, y) => {
      const path = join(folder, String(z), String(x), `${y}.${ending}`)
      try {
        const { size } = await stat(path)
        return size > MOST_TILE_BYTES ? null : await readFile(path)
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
        await stat(folder)
        return null
      }
    },
    close: () => undefined,
  }
}
