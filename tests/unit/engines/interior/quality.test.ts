import { describe, expect, it } from 'vitest'
import { makeQuality } from '../../../../src/engines/interior/quality.ts'
import type { QualityStep } from '../../../../src/engines/SceneEngine.ts'

/** Draws frames that each take so long, in one move; the steps that they led to. */
const mover = (quality: ReturnType<typeof makeQuality>) => {
  let now = 0
  return (frames: number, ms: number, moving = true): QualityStep[] => {
    const taken: QualityStep[] = []
    for (let i = 0; i < frames; i++) {
      now += ms
      const step = quality.frame(now, moving)
      if (step) taken.push(step)
    }
    return taken
  }
}

describe('the quality of a picture', () => {
  it('gets coarser step by step while frames are slow, and says for which time', () => {
    const quality = makeQuality(3)
    const draw = mover(quality)
    expect(draw(9, 80)).toEqual([{ step: 1, of: 2, frameMs: 80 }])
    expect(draw(8, 70)).toEqual([{ step: 2, of: 2, frameMs: 70 }])
    expect(draw(100, 200)).toEqual([])
  })

  it('stays where frames are neither slow nor quick, and where one alone is slow', () => {
    const quality = makeQuality(3)
    const draw = mover(quality)
    draw(9, 80)
    draw(300, 30)
    draw(1, 900)
    draw(300, 30)
    expect(quality.step).toBe(1)
  })

  it('gets finer after many quick frames, and where that was too slow not again for ten minutes', () => {
    const quality = makeQuality(3)
    const draw = mover(quality)
    draw(9, 80)
    expect(draw(89, 10)).toEqual([])
    expect(draw(10, 10)).toEqual([{ step: 0, of: 2, frameMs: 10 }])
    expect(draw(9, 80).map(({ step }) => step)).toEqual([1])
    expect(draw(2000, 10)).toEqual([])
    expect(draw(60_000, 10).map(({ step }) => step)).toEqual([0])
  })

  it('does not count the rest between two moves, nor anything where it is fixed', () => {
    const quality = makeQuality(3)
    const draw = mover(quality)
    expect(draw(100, 800, false)).toEqual([])
    const fixed = makeQuality(3, 1)
    expect(mover(fixed)(500, 200)).toEqual([])
    expect(fixed.step).toBe(1)
  })
})
