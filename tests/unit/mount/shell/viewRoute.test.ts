// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { defineComponent, nextTick } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { useViewRoute } from '../../../../src/app/viewRoute.ts'
import { i18n } from '../../../../src/i18n/index.ts'
import { useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { makeStage, settled } from '../../../builders/mount/stage.ts'

const HOME = '450000'

/** A screen that does nothing but follow its address. */
const screenAt = async (path: string): Promise<Router> => {
  const { pinia } = await makeStage('full', 'manager')
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/view/:place?', name: 'view', component: { render: () => null } }],
  })
  await router.push(path)
  const screen = defineComponent(() => {
    useViewRoute(HOME)
    return () => null
  })
  mount(screen, { global: { plugins: [pinia, i18n, router] } })
  await settled()
  return router
}
const told = () => {
  const [view, ui] = [useViewStore(), useUiStore()]
  return [view.place, view.scene, view.index, view.selection?.id ?? null, ui.lang]
}

describe('the address of the picture', () => {
  it('is followed whatever it names: at the same place another scene, index or language', async () => {
    const router = await screenAt('/view/450100?scene=overview')
    await router.push('/view/450100?scene=energy&lang=en')
    await settled()
    await expect.poll(told).toEqual(['450100', 'energy', 'energy', null, 'en'])
    await router.push('/view/450100?scene=housing&index=idle&sel=unit:U1&lang=zh')
    await settled()
    await expect.poll(told).toEqual(['450100', 'housing', 'idle', 'U1', 'zh'])
    router.back()
    await settled()
    await expect.poll(told).toEqual(['450100', 'energy', 'energy', null, 'en'])
  })

  it('says how the floors of a building stand, and leaves the usual way out', async () => {
    const router = await screenAt('/view/450100?floors=sheet')
    const view = useViewStore()
    expect(view.floors).toBe('sheet')
    view.floors = 'fan'
    await settled()
    await expect.poll(() => router.currentRoute.value.query['floors']).toBeUndefined()
    view.floors = 'sheet'
    await settled()
    await expect.poll(() => router.currentRoute.value.query['floors']).toBe('sheet')
    view.floors = 'section'
    view.cutTo(0.6)
    await settled()
    await expect.poll(() => router.currentRoute.value.query['cut']).toBe('60')
    await router.push('/view/450100?floors=section&cut=45')
    await settled()
    await expect.poll(() => view.cut).toBe(0.45)
    await router.push('/view/450100?floors=stairs')
    await settled()
    await expect.poll(() => view.floors).toBe('fan')
  })

  it('is written by what one does, and never takes that back', async () => {
    const router = await screenAt('/view/450100?scene=overview')
    const view = useViewStore()
    view.setIndex('idle')
    await nextTick()
    view.setIndex('energy')
    view.open('450103')
    await settled()
    await expect.poll(told).toEqual(['450103', 'overview', 'energy', null, 'zh'])
    expect([router.currentRoute.value.params['place'], router.currentRoute.value.query['index']]).toEqual([
      '450103',
      'energy',
    ])
    router.back()
    await settled()
    expect(view.place).toBe('450100')
  })
})

describe('a walk in the address', () => {
  it('is restored from it, written to it, and left out where nobody walks', async () => {
    const router = await screenAt('/view/450100?engine=interior&walk=1')
    const view = useViewStore()
    expect(view.walk).toBe(true)
    view.walk = false
    await settled()
    await expect.poll(() => router.currentRoute.value.query['walk']).toBeUndefined()
    view.walk = true
    await settled()
    await expect.poll(() => router.currentRoute.value.query['walk']).toBe('1')
    view.open('450103')
    expect(view.walk).toBe(false)
  })
})
