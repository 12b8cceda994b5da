// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import ScaleBar from '../../../../src/app/frame/scene/ScaleBar.vue'
import { useSessionStore, useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { mountPart, type MountedPart } from '../../../builders/mount/part.ts'
import { makeStage } from '../../../builders/mount/stage.ts'

let mounted: MountedPart | null = null
afterEach(() => {
  mounted?.wrapper.unmount()
  mounted = null
})
const POSE = { lon: 108.3, lat: 23, zoom: 7, pitchDeg: 0, bearingDeg: 0 }
const shown = async (over: object = {}): Promise<MountedPart> => {
  const stage = await makeStage('full', 'manager')
  useSessionStore().session = { ...useSessionStore().session!, ...over }
  useViewStore().camera = POSE
  mounted = await mountPart(ScaleBar, stage)
  return mounted
}
const north = ({ wrapper }: MountedPart): string => wrapper.find('svg').attributes('style') ?? ''

describe('scale and north', () => {
  it('follow the camera: the length by its zoom, the arrow by its bearing', async () => {
    const bar = await shown()
    const far = bar.wrapper.text()
    expect([far, north(bar)]).toEqual([
      expect.stringMatching(/北.*\d+ km.*示意图/),
      expect.stringContaining('(0deg)'),
    ])
    useViewStore().camera = { ...POSE, zoom: 15, bearingDeg: -18 }
    await nextTick()
    expect(bar.wrapper.text()).toMatch(/\d+ m/)
    expect(north(bar)).toContain('(18deg)')
  })

  it('print the number of the map where the site gives one, and else in both languages that it is a sketch', async () => {
    const bar = await shown({ mapNote: 'GS(2026)1234号' })
    expect(bar.wrapper.find('[data-map-note]').text()).toBe('GS(2026)1234号')
    useSessionStore().session = { ...useSessionStore().session!, mapNote: null }
    useUiStore().lang = 'en'
    await nextTick()
    expect(bar.wrapper.text()).toMatch(/N.*km.*Schematic map/)
    useUiStore().lang = 'zh'
  })

  it('print whose ground is drawn before its number, on the map and on the globe', async () => {
    const bar = await shown({ mapNote: 'GS(2026)1234号' })
    useUiStore().groundNote = '天地图·广西'
    await nextTick()
    expect(bar.wrapper.find('[data-map-note]').text()).toBe('天地图·广西 · GS(2026)1234号')
    useViewStore().engine = 'globe'
    await nextTick()
    expect(bar.wrapper.find('[data-map-note]').text()).toBe('天地图·广西 · GS(2026)1234号')
  })

  it('are not there inside a building, which has no map', async () => {
    const bar = await shown()
    useViewStore().engine = 'interior'
    await nextTick()
    expect(bar.wrapper.find('[data-scale]').exists()).toBe(false)
  })
})
