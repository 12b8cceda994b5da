import { describe, expect, it } from 'vitest'
import { Stillness } from '../../../../src/engines/map/still/stillness.ts'

/** What a frame does, asked by several of its layers. */
const frame = (still: Stillness, key: string): string => {
  const acts = [still.act(() => key), still.act(() => `${key} asked again`), still.now]
  still.end()
  expect(new Set(acts).size).toBe(1)
  return acts[0]!
}

describe('the picture of what does not move', () => {
  it('is kept when it is drawn the second time, and shown from then on', () => {
    const still = new Stillness()
    expect(['a', 'a', 'a', 'a'].map((key) => frame(still, key))).toEqual(['draw', 'keep', 'show', 'show'])
  })

  it('is not kept while each frame is another one, and not shown where it is of another', () => {
    const still = new Stillness()
    const acts = ['a', 'b', 'c', 'c', 'd', 'c', 'c', 'd', 'd'].map((key) => frame(still, key))
    expect(acts).toEqual(['draw', 'draw', 'draw', 'keep', 'draw', 'show', 'show', 'draw', 'keep'])
  })

  it('is drawn by a frame of which nothing beneath was asked', () => {
    expect(new Stillness().now).toBe('draw')
  })
})
