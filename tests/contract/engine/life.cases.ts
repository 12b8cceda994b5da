import { expect, it } from 'vitest'
import { VIEW, type Opened } from './opened.ts'
import type { Subject } from './subjects.ts'

/** A picture of it, kinds it does not know, another size. */
export const pictures = (subject: Subject, on: Opened): void => {
  it('gives a PNG', async () => {
    const png = Buffer.from(await on.inPage(() => window.harness.capture()), 'base64')
    expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
  })

  it('ignores kinds that it does not draw, without an error', async () => {
    const errors = await on.inPage(async ({ scene }) => {
      window.harness.events.length = 0
      const tiles = {
        kind: 'tiles3d',
        id: 'tiles',
        visible: true,
        pickable: false,
        url: '/none/tileset.json',
      } as const
      const known = window.harness.layers(scene)
      await window.harness.setLayers(
        window.harness.engine.draws.includes('tiles3d') ? known : [...known, tiles],
      )
      return window.harness.events.filter(({ name }) => name === 'error')
    })
    expect(subject.callsOut ? [] : errors).toEqual([])
  })

  it('takes a new size', async () => {
    await on.sized([500, 300])
    const size = await on.inPage(() => {
      const canvas = document.querySelector('canvas')
      return canvas && [canvas.clientWidth, canvas.clientHeight]
    })
    if (subject.middle) expect(size).toEqual([500, 300])
    await on.sized(VIEW)
  })
}

/** What it leaves out, loses and gives back. */
export const losses = (subject: Subject, on: Opened): void => {
  it('leaves out a feature without a place, says how many once, and draws the others', async () => {
    const { errors, found } = await on.inPage(async ({ scene, middle }) => {
      const broken = window.harness.broken(scene)
      window.harness.events.length = 0
      await window.harness.show(scene)
      await window.harness.setLayers(broken)
      window.harness.engine.setLayers(broken)
      return {
        errors: window.harness.events.filter(({ name }) => name === 'error').map(({ payload }) => payload),
        found: middle && window.harness.engine.pick(innerWidth / 2, innerHeight / 2),
      }
    })
    expect(found?.layer).toBe(subject.middle?.layer)
    if (subject.middle)
      expect(errors).toEqual([
        { layer: subject.middle.layer, message: expect.stringContaining('1 处坐标无效') },
      ])
    await on.inPage(({ scene }) => window.harness.show(scene))
  })

  it.runIf(subject.middle)(
    'draws anew after its graphics context was lost: the same camera, layers and selection, and says so meanwhile',
    async () => {
      const { before, after, picks, away, canvases } = await on.inPage(async ({ scene, select }) => {
        const pick = () => window.harness.engine.pick(innerWidth / 2, innerHeight / 2)
        await window.harness.show(scene, select)
        await window.harness.settle()
        window.harness.events.length = 0
        const [camera, under] = [window.harness.engine.getCamera(), pick()]
        await window.harness.loseContext()
        return {
          before: camera,
          after: window.harness.engine.getCamera(),
          picks: [under, pick()],
          away: window.harness.events.filter(({ name }) => name === 'away').map(({ payload }) => payload),
          canvases: document.querySelectorAll('canvas').length,
        }
      })
      expect(away).toEqual([expect.stringContaining('the graphics context was lost'), null])
      for (const key of ['lon', 'lat', 'zoom', 'pitchDeg', 'bearingDeg'] as const)
        expect(Math.abs(after[key] - before[key]), key).toBeLessThan(1e-4)
      expect(picks[0]).not.toBeNull()
      expect(picks[1]).toEqual(picks[0])
      expect(canvases).toBe(1)
    },
  )
}

/** What is left when it ends. */
export const ends = (subject: Subject, on: Opened): void => {
  it('frees everything: mounted and disposed again and again, each gives its graphics context back, and the first still draws', async () => {
    const left = await on.inPage(async ({ scene, mounts }) => {
      const isLost = (canvas: HTMLCanvasElement): boolean =>
        canvas.getContext('webgl2')?.isContextLost() ?? true
      const first = document.querySelector('canvas')
      const kept: HTMLCanvasElement[] = []
      for (let i = 0; i < mounts; i++) {
        const engine = await window.harness.mountAnother()
        engine.setLayers(window.harness.layers(scene))
        await new Promise((resolve) => setTimeout(resolve, 60))
        const own = [...document.querySelectorAll('canvas')].filter((canvas) => canvas !== first)
        engine.dispose()
        kept.push(...own.filter((canvas) => !isLost(canvas)))
      }
      await window.harness.show(scene)
      return {
        canvases: document.querySelectorAll('canvas').length,
        kept: kept.length,
        lost: first !== null && isLost(first),
      }
    })
    expect(left).toEqual({ canvases: subject.middle ? 1 : 0, kept: 0, lost: false })
  })

  it('asks nobody outside for anything', () => {
    if (subject.callsOut)
      expect(on.opened.requests.every((url) => new URL(url).hostname.endsWith('mapbox.com'))).toBe(true)
    else expect([on.opened.requests, on.opened.consoleErrors]).toEqual([[], []])
  })
}
