/**
 * Makes `ground.topo.json` from two npm packages. Run by hand:
 * `node server/launch/with-node.mjs data/ground/make.ts`. The product never runs it and never reads those packages.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadBoundaries } from '../boundaries/index.ts'
import { drawGround } from './draw.ts'
import { FRAME, NAMES } from './frame.ts'
import { readLand, readNeighbours } from './source.ts'

const [region] = loadBoundaries()
const drawn = { ...drawGround(readNeighbours(), readLand(), region!.geometry), frame: FRAME, names: NAMES }
const text = `${JSON.stringify(drawn)}\n`
writeFileSync(join(import.meta.dirname, 'ground.topo.json'), text)
const points = drawn.arcs.reduce((sum, arc) => sum + arc.length, 0)
console.log(`${drawn.arcs.length} arcs, ${points} points, ${Math.round(text.length / 1000)} kB`)
