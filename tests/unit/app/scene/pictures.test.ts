// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usePictures } from '../../../../src/app/scene/pictures.ts'

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
    }),
)
afterEach(() => void vi.useRealTimers())

const started = (still: () => boolean) => {
  const draw = vi.fn()
  const given: { pictures?: ReturnType<typeof usePictures> } = {}
  const screen = mount({
    setup: () => {
      given.pictures = usePictures(draw, still)
      return () => null
    },
  })
  const pictures = given.pictures!
  pictures.start()
  return { draw, pictures, screen }
}
/** How often it was drawn in a second. */
const perSecond = (draw: ReturnType<typeof vi.fn>): number => {
  draw.mockClear()
  vi.advanceTimersByTime(1000)
  return draw.mock.calls.length
}

describe('pictures', () => {
  it('follow each animation frame while things glide', () => {
    const { draw } = started(() => false)
    expect(perSecond(draw)).toBeGreaterThan(50)
  })

  it('are looked for a few times a second where no motion is wanted, and follow what is seen at once by a frame', () => {
    const { draw, pictures } = started(() => true)
    expect(perSecond(draw)).toBeLessThan(6)
    draw.mockClear()
    for (let i = 0; i < 5; i++) pictures.soon()
    vi.advanceTimersByTime(17)
    expect(draw).toHaveBeenCalledTimes(1)
    expect(perSecond(draw)).toBeLessThan(6)
  })

  it('follow the wish for motion while they run', () => {
    let still = true
    const { draw } = started(() => still)
    perSecond(draw)
    still = false
    vi.advanceTimersByTime(300)
    expect(perSecond(draw)).toBeGreaterThan(50)
    still = true
    vi.advanceTimersByTime(17)
    expect(perSecond(draw)).toBeLessThan(6)
  })

  it('end with their screen, and go on after neither a stop nor a late wish', () => {
    const { draw, pictures, screen } = started(() => true)
    perSecond(draw)
    screen.unmount()
    pictures.soon()
    expect(perSecond(draw)).toBe(0)
  })
})
