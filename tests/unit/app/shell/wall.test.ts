// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/?wall=2700x6" }
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, nextTick } from 'vue'
import { setWallProfile, useWall, useWallFrame, useWallProfile } from '../../../../src/app/shell/wall.ts'
import { useNotices } from '../../../../src/app/shell/notices.ts'
import { i18n } from '../../../../src/i18n/index.ts'
import {
  useReplayStore,
  useSourcesStore,
  useUiStore,
  useViewStore,
} from '../../../../src/state/stores/index.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { makeStage, speak } from '../../../builders/mount/stage.ts'

/** The profile that the page's address named is read once, when the page is. */
const NAMED = { profile: useWallProfile().value, kept: localStorage.getItem('guanlan.wall') }
let unmount: () => void
const on = async (setup: () => void): Promise<void> => {
  const { pinia } = await makeStage('empty', 'manager')
  const screen = defineComponent(() => {
    setup()
    return () => null
  })
  const wrapper = mount(screen, { global: { plugins: [pinia, i18n] } })
  unmount = () => wrapper.unmount()
}
afterEach(() => unmount())
const said = (cause: string): string | undefined => useUiStore().notices.get(cause)?.()
const resize = async (width: number, height: number): Promise<void> => {
  Object.assign(window, { innerWidth: width, innerHeight: height })
  window.dispatchEvent(new Event('resize'))
  await nextTick()
}
const px = (name: string): number => Number.parseFloat(document.documentElement.style.getPropertyValue(name))

describe('the wall’s size', () => {
  beforeEach(() => on(useWall))

  it('is what the address names, and stays with the screen', () => {
    expect(NAMED).toEqual({ profile: { heightMm: 2700, distanceM: 6 }, kept: '2700x6' })
  })

  it('gives the text the size that is read from there, and follows the window', async () => {
    await resize(3840, 2160)
    expect([px('--u'), px('--text')]).toEqual(
      [21.6, useWallFrame().value.textPx].map((n) => expect.closeTo(n, 2)),
    )
    expect(useWallFrame().value.legible).toBe(true)
    await resize(1920, 1080)
    expect(px('--u')).toBeCloseTo(10.8, 2)
  })

  it('is told where the layout cannot be read from there, until it can', async () => {
    await resize(1920, 1080)
    setWallProfile({ heightMm: 1000, distanceM: 30 })
    await nextTick()
    expect(said('wall')).toContain('30 米')
    await speak('en')
    expect(said('wall')).toContain('30 m')
    expect(said('wall')).not.toMatch(/\p{Script=Han}/u)
    await speak('zh')
    setWallProfile({ heightMm: 2700, distanceM: 2 })
    await nextTick()
    expect(said('wall')).toBeUndefined()
  })

  it('is kept for the next page, and forgotten where it is not whole', async () => {
    setWallProfile({ heightMm: 3000, distanceM: 8.5 })
    expect(localStorage.getItem('guanlan.wall')).toBe('3000x8.5')
    expect(useWallProfile().value).toEqual({ heightMm: 3000, distanceM: 8.5 })
    setWallProfile({ heightMm: 3000, distanceM: null })
    expect(localStorage.getItem('guanlan.wall')).toBeNull()
    expect(useWallProfile().value).toEqual({ heightMm: null, distanceM: null })
    await nextTick()
    expect(said('wall')).toBeUndefined()
  })
})

describe('above the picture', () => {
  beforeEach(() => on(useNotices))
  const tick = async (ms: number): Promise<void> => {
    useUiStore().second += ms
    await nextTick()
  }

  it('stands since when the link is down, not for a moment’s loss, and goes with it', async () => {
    const sources = useSourcesStore()
    sources.setLink('live', NOW)
    sources.setLink('reconnecting', NOW)
    await tick(3000)
    expect(said('link')).toBeUndefined()
    await tick(1000)
    expect(said('link')).toContain('10:07')
    sources.setLink('live', NOW + 5000)
    await nextTick()
    expect(said('link')).toBeUndefined()
  })

  it('stands that a building’s inside is not replayed, while it is open and the past is shown', async () => {
    const [replay, view] = [useReplayStore(), useViewStore()]
    view.engine = 'interior'
    await tick(1000)
    expect(said('replay')).toBeUndefined()
    replay.seek(NOW - 60_000)
    await nextTick()
    expect(said('replay')).toBe(i18n.global.t('timeline.interior'))
    view.engine = 'map'
    await tick(1000)
    expect(said('replay')).toBeUndefined()
    view.engine = 'interior'
    await tick(1000)
    replay.live()
    await nextTick()
    expect(said('replay')).toBeUndefined()
  })
})
