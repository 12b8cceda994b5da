import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

const GOLDEN = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url))
const ACTUAL = fileURLToPath(new URL('../../../data/var/render/', import.meta.url))
/** Of the colour distance that pixelmatch knows; antialiased edges are not counted. */
const THRESHOLD = 0.12
/** Share of the pixels that may differ: fonts and drivers round differently. */
const TOLERANCE = 0.004

/**
 * Compares a picture with `tests/fixtures/golden/NAME.png`. `UPDATE_GOLDEN=1` writes it anew; a mismatch leaves the
 * picture and its difference in data/var/render and throws what to look at.
 */
export const compareWithGolden = (name: string, png: Buffer): void => {
  const path = `${GOLDEN}${name}.png`
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(GOLDEN, { recursive: true })
    writeFileSync(path, png)
    return
  }
  if (!existsSync(path))
    throw new Error(`no golden picture ${name}.png: look at the new one and run with UPDATE_GOLDEN=1`)
  const wanted = PNG.sync.read(readFileSync(path))
  const got = PNG.sync.read(png)
  if (got.width !== wanted.width || got.height !== wanted.height)
    throw new Error(
      `${name}: ${got.width} × ${got.height} px, the golden picture has ${wanted.width} × ${wanted.height}`,
    )
  const difference = new PNG({ width: got.width, height: got.height })
  const share =
    pixelmatch(wanted.data, got.data, difference.data, got.width, got.height, { threshold: THRESHOLD }) /
    (got.width * got.height)
  if (share <= TOLERANCE) return
  mkdirSync(ACTUAL, { recursive: true })
  writeFileSync(`${ACTUAL}${name}.png`, png)
  writeFileSync(`${ACTUAL}${name}.diff.png`, PNG.sync.write(difference))
  throw new Error(
    `${name}: ${(share * 100).toFixed(2)} % of the pixels differ (limit ${TOLERANCE * 100} %); see data/var/render/${name}.diff.png`,
  )
}

/** Each pixel the mean of four, so many times over: what is kept of a large picture. */
export const halved = (picture: Buffer, times = 1): Buffer => {
  if (times === 0) return picture
  const { width, height, data } = PNG.sync.read(picture)
  const half = new PNG({ width: width >> 1, height: height >> 1 })
  for (let y = 0; y < half.height; y++)
    for (let x = 0; x < half.width * 4; x++) {
      const at = y * 2 * width * 4 + (x >> 2) * 8 + (x & 3)
      const four = [at, at + 4, at + width * 4, at + width * 4 + 4]
      half.data[y * half.width * 4 + x] = four.reduce((sum, i) => sum + data[i]!, 0) / 4
    }
  return halved(PNG.sync.write(half), times - 1)
}
