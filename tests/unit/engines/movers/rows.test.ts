/** The rows of vehicles on their way to the GPU: which go up, how they are laid out, and when anything moves. */
import { describe, expect, it } from 'vitest'
import { Glides } from '../../../../src/engines/movers/Glides.ts'
import { MoverRows } from '../../../../src/engines/movers/MoverRows.ts'
import { moverGlsl } from '../../../../src/engines/movers/moverGlsl.ts'
import { Scatter } from '../../../../src/engines/movers/scatter.ts'
import { METRES_PER_DEGREE } from '../../../../src/shared/kernel/sphere.ts'
import { selectedRow } from '../../../../src/engines/movers/selected.ts'
import type { MoverLayer } from '../../../../src/shared/scene/layers.ts'
import { WrittenRows } from '../../../../src/state/live/writtenRows.ts'
import { CASES } from '../../../builders/screen/engine/cases.ts'
import { fakeGl } from './fakeGl.ts'

const layerOf = (knobs: object, over: Partial<MoverLayer> = {}): MoverLayer => ({
  ...((CASES['movers'] as unknown as (knobs: object) => { layers: readonly unknown[] })(knobs)
    .layers[0] as MoverLayer),
  ...over,
})

describe('rows written into textures', () => {
  it('are read by the program as two groups of four words, and both textures take them as they are', () => {
    const gl = fakeGl()
    const target = new Scatter(gl.context).makeTarget(3)
    expect(gl.of('vertexAttribIPointer')).toEqual([
      [0, 4, 'UNSIGNED_INT', 32, 0],
      [1, 4, 'UNSIGNED_INT', 32, 16],
    ])
    const storage = ['TEXTURE_2D', 1, 'RGBA32UI', 1024, 3]
    expect(gl.of('texStorage2D')).toEqual([storage, storage])
    expect(gl.of('framebufferTexture2D').map(([, slot, , texture]) => [slot, texture])).toEqual([
      ['COLOR_ATTACHMENT0', target.first],
      ['COLOR_ATTACHMENT1', target.second],
    ])
    expect(gl.of('drawBuffers')).toEqual([[['COLOR_ATTACHMENT0', 'COLOR_ATTACHMENT1']]])
  })

  it('go up as one buffer, one point a row, and the context is left as it was found', () => {
    const gl = fakeGl()
    const scatter = new Scatter(gl.context)
    const target = scatter.makeTarget(2)
    gl.set({ program: 'theirs', array: 'theirs', viewport: [0, 0, 640, 360], blend: true, scissor: true })
    const before = gl.state()
    gl.forget()
    scatter.write(target, new Uint32Array(0))
    expect(gl.calls).toEqual([])
    const words = Uint32Array.from({ length: 24 }, (_, i) => i)
    scatter.write(target, words)
    expect(gl.of('bufferData')).toEqual([['ARRAY_BUFFER', words, 'STREAM_DRAW']])
    expect(gl.of('drawArrays')).toEqual([['POINTS', 0, 3]])
    expect(gl.of('viewport')[0]).toEqual([0, 0, 1024, 2])
    expect(gl.of('uniform1f').map(([, lines]) => lines)).toEqual([2])
    expect(gl.state()).toEqual(before)
  })

  it('are refused with the compiler’s log where the program cannot be made, but not by a context that is lost', () => {
    expect(() => new Scatter(fakeGl({ linked: false, log: 'no highp' }).context)).toThrow(
      "the program that writes vehicles' rows: no highp",
    )
    expect(() => new Scatter(fakeGl({ linked: false, lost: true }).context)).not.toThrow()
  })
})

describe('the rows of a layer on the GPU', () => {
  it('get lines by powers of two, and all go up again when they are laid out anew', () => {
    const gl = fakeGl()
    const rows = new MoverRows(gl.context)
    rows.sync(layerOf({ count: 0 }))
    expect(rows.target).toBeNull()
    const sizes = [1, 1024, 1025, 3000].map((count, i) => {
      gl.forget()
      rows.sync(layerOf({ count, version: 2 + i }))
      return [rows.target!.lines, gl.of('drawArrays')[0]![2], gl.of('deleteTexture').length]
    })
    expect(sizes).toEqual([
      [1, 1, 0],
      [1, 1024, 0],
      [2, 1025, 2],
      [4, 3000, 2],
    ])
    gl.forget()
    rows.destroy()
    expect([
      gl.of('deleteTexture').length,
      gl.of('deleteFramebuffer').length,
      gl.of('deleteProgram').length,
    ]).toEqual([2, 1, 1])
    expect(rows.target).toBeNull()
  })

  it('take what was written since the last time and nothing else', () => {
    const gl = fakeGl()
    const rows = new MoverRows(gl.context)
    const journal = new WrittenRows(64)
    const layer = layerOf({ count: 40 }, { journal })
    rows.sync(layer)
    gl.forget()
    rows.sync(layer)
    expect(gl.calls).toEqual([])
    for (const row of [7, 3]) journal.note(row)
    rows.sync(layer)
    const [[, words]] = gl.of('bufferData') as [[unknown, Uint32Array]]
    expect([words.length, [words[7], words[15]].sort()]).toEqual([16, [3, 7]])
  })
})

describe('glides', () => {
  const spans = (...values: number[]) => ({ values: Float32Array.from(values), version: 9 })
  const moving = (kmh: number, over: Partial<MoverLayer> = {}): MoverLayer =>
    layerOf(
      { count: 2, speedKmh: kmh },
      {
        spans: spans(2, 10, 0, 0),
        states: { values: Uint8Array.of(0, 0), version: 1 },
        epoch: 1_000_000,
        ...over,
      },
    )

  it('move things from the first begin to the last end, whichever way the clock goes', () => {
    const glides = new Glides()
    expect(glides.between(0, 1e9)).toBe(false)
    glides.take(moving(0))
    const at = (from: number, to: number) => glides.between(1_000_000 + from * 1000, 1_000_000 + to * 1000)
    expect([at(0, 1.9), at(0, 3), at(3, 0), at(5, 6), at(11, 13), at(12, 13)]).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ])
  })

  it('go on past the last report for as long as a vehicle is carried on', () => {
    const glides = new Glides()
    glides.take(moving(60))
    const at = (from: number, to: number) => glides.between(1_000_000 + from * 1000, 1_000_000 + to * 1000)
    expect([at(13, 14), at(17.9, 30), at(18, 30)]).toEqual([true, true, false])
    glides.take(moving(60, { states: { values: Uint8Array.of(1, 1), version: 2 } }))
    expect(at(13, 14)).toBe(false)
  })

  it('keep what they know where only some rows were written, and leave out rows that are gone', () => {
    const glides = new Glides()
    const journal = new WrittenRows(8)
    glides.take(moving(0, { journal }))
    journal.note(1)
    glides.take(moving(0, { journal, spans: spans(2, 10, 30, 5) }))
    journal.note(1)
    glides.take(moving(0, { journal, spans: spans(2, 10, 90, 5), count: 1 }))
    expect([34, 91].map((s) => glides.between(1_000_000 + s * 1000, 1_000_500 + s * 1000))).toEqual([
      true,
      false,
    ])
  })
})

describe('the chosen vehicle', () => {
  it('is found by its ordinal, at its old row first, and not among rows that are gone', () => {
    const layer = layerOf({ count: 5, selected: '1003' })
    expect(selectedRow(layer, -1)).toBe(3)
    expect(selectedRow(layer, 3)).toBe(3)
    expect(selectedRow(layer, 1)).toBe(3)
    expect(selectedRow({ ...layer, count: 3 }, 3)).toBe(-1)
    expect(selectedRow({ ...layer, selected: null }, 3)).toBe(-1)
  })
})

describe('the shader of the rows', () => {
  it('has the numbers of dead reckoning and of the texture’s lines', () => {
    expect(moverGlsl).toContain('ivec2(row % 1024, row / 1024)')
    expect(moverGlsl).toContain('min(mover_.lasts, 6.0)')
    expect(moverGlsl).toContain(`metres / ${METRES_PER_DEGREE.toFixed(2)}`)
  })
})
