import { describe, expect, it } from 'vitest'
import { yearLine } from '../../../../../src/app/frame/verdicts/yearLine.ts'

describe('the months of a verdict as a line', () => {
  it('run from the oldest to now within their own span and the line’s, the higher figure above', () => {
    const { path, now, line, kept } = yearLine([1, 2, 3], 4, 2)
    expect(path).toBe('M0.00 92.00L33.33 64.00L66.67 36.00L100.00 8.00')
    expect([now, line, kept]).toEqual([{ x: 100, y: 8 }, 64, 3])
  })

  it('have a gap where a month was not kept', () => {
    expect(yearLine([1, null, 1], 1, null).path).toBe('M0.00 50.00M66.67 50.00L100.00 50.00')
    expect(yearLine([null, null], 3, 1)).toMatchObject({ path: 'M100.00 8.00', kept: 0, line: 92 })
  })

  it('are nothing where nothing is known', () => {
    expect(yearLine([null], null, null)).toEqual({ path: '', now: null, line: null, kept: 0 })
  })
})
