import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { matchCounties, townshipsByCounty } from '../../../../data/boundaries/counties.ts'
import { drawCounties } from '../../../../data/boundaries/draw.ts'
import { readDivisions, readFeatures, readStreets } from '../../../../data/boundaries/source.ts'

const committed = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../data/boundaries', file), 'utf8'))

describe('what is made anew from the packages (`data/boundaries/make.ts`)', () => {
  it('is the committed borders', { timeout: 4 * MINUTE_MS }, () => {
    const { drawn } = drawCounties(matchCounties(readDivisions(), readFeatures()))
    const { arcs, objects, transform, bbox } = committed('guangxi.topo.json') as typeof drawn
    expect(JSON.stringify({ transform: drawn.transform, bbox: drawn.bbox })).toBe(
      JSON.stringify({ transform, bbox }),
    )
    expect(drawn.arcs.findIndex((arc, i) => JSON.stringify(arc) !== JSON.stringify(arcs[i]))).toBe(-1)
    expect(arcs).toHaveLength(drawn.arcs.length)
    expect(JSON.parse(JSON.stringify(drawn.objects))).toEqual(objects)
  })

  it('is the committed names of townships', () => {
    expect(townshipsByCounty(readStreets())).toEqual(committed('townships.json'))
  })
})
