import { describe, expect, it } from 'vitest'
import { dueScene, nextScene, PAUSE_MS } from '../../../src/app/shell/carousel.ts'
import { SCENES } from '../../../src/app/shell/scenes.ts'

const scene = (id: string, order: number, carouselS: number | null) => ({ id, order, carouselS })
const THREE = [scene('c', 3, 20), scene('a', 1, 30), scene('still', 2, null), scene('b', 2, 10)]

describe('the carousel', () => {
  it('goes through the scenes that have a time in their order, and round', () => {
    expect(nextScene(THREE, 'a')).toBe('b')
    expect(nextScene(THREE, 'b')).toBe('c')
    expect(nextScene(THREE, 'c')).toBe('a')
    expect(nextScene(THREE, 'still')).toBe('c')
    expect(nextScene([scene('a', 1, 30)], 'a')).toBeNull()
  })

  it('passes every scene of the house once a round', () => {
    const seen = [SCENES[0]!.id]
    while (seen.length <= SCENES.length) seen.push(nextScene(SCENES, seen.at(-1)!)!)
    expect(seen.slice(0, -1)).toEqual(SCENES.map(({ id }) => id))
    expect(seen.at(-1)).toBe(SCENES[0]!.id)
  })

  it('stays as long as the scene asks', () => {
    const at = { current: 'b', since: 1000, touched: null }
    expect(dueScene(THREE, at, 10_999)).toBeNull()
    expect(dueScene(THREE, at, 11_000)).toBe('c')
  })

  it('stands still for a minute after a hand touched the screen', () => {
    const at = { current: 'b', since: 1000, touched: 9000 }
    expect(dueScene(THREE, at, 9000 + PAUSE_MS - 1)).toBeNull()
    expect(dueScene(THREE, at, 9000 + PAUSE_MS)).toBe('c')
  })
})
