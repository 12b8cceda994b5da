import { expect, it } from 'vitest'
import type { Opened } from './opened.ts'
import type { Subject } from './subjects.ts'

/** Draws what it is given, uploads what changed, rests. */
export const drawing = (subject: Subject, on: Opened): void => {
  it('mounts and draws under the content security policy', async () => {
    expect(await on.inPage(() => window.harness.state)).toBe('ready')
    const stats = await on.inPage(() => window.harness.engine.stats())
    if (subject.middle) expect(stats.drawCalls).toBeGreaterThan(0)
  })

  it('uploads and draws nothing when the same specs are set again', async () => {
    const counted = await on.inPage(({ scene }) =>
      window.harness.counted(() => window.harness.engine.setLayers(window.harness.layers(scene))),
    )
    expect(counted.uploads).toBe(0)
  })

  it('says idle after new layers', async () => {
    const idle = await on.inPage(async ({ scene, select }) => {
      await window.harness.settle()
      const before = window.harness.events.filter(({ name }) => name === 'idle').length
      await window.harness.setLayers(window.harness.layers(scene, select))
      await window.harness.setLayers(window.harness.layers(scene))
      return window.harness.events.filter(({ name }) => name === 'idle').length - before
    })
    expect(idle).toBeGreaterThan(0)
  })

  it('uploads only the colours when only the fill changes', async () => {
    const counted = await on.inPage(({ scene, recolour }) =>
      window.harness.counted(() => window.harness.engine.setLayers(window.harness.layers(scene, recolour))),
    )
    expect(counted.uploadedBytes).toBeLessThanOrEqual(subject.recolourBytes)
    if (subject.middle) expect(counted.frames).toBeGreaterThan(0)
    await on.inPage(({ scene }) => window.harness.show(scene))
  })

  it('rests when nothing changes', async () => {
    const counted = await on.inPage(() =>
      window.harness.counted(() => new Promise((resolve) => setTimeout(resolve, 400))),
    )
    expect(counted).toEqual({ frames: 0, drawCalls: 0, uploads: 0, uploadedBytes: 0 })
  })

  it('finds what lies under a pixel, and nothing on empty ground', async () => {
    const found = await on.inPage(() => [
      window.harness.engine.pick(innerWidth / 2, innerHeight / 2),
      window.harness.engine.pick(4, 4),
    ])
    expect(found).toEqual([subject.middle, null])
  })
}
