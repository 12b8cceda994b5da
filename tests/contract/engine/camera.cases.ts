import { expect, it } from 'vitest'
import type { Opened } from './opened.ts'
import { FLIGHT, JUMP, type Subject } from './subjects.ts'

/** The camera goes where it is sent, and says so. */
export const flights = (subject: Subject, on: Opened): void => {
  it('keeps the camera it was given, and tells of it', async () => {
    const pose = subject.jump ?? JUMP
    const { camera, told } = await on.opened.page.evaluate(async (goal) => {
      window.harness.events.length = 0
      await window.harness.engine.flyTo({ kind: 'pose', pose: goal }, 0)
      return {
        camera: window.harness.engine.getCamera(),
        told: window.harness.events.filter(({ name }) => name === 'camera').length,
      }
    }, pose)
    for (const key of ['lon', 'lat', 'zoom', 'pitchDeg', 'bearingDeg'] as const) {
      expect(Math.abs(camera[key] - pose[key]), key).toBeLessThanOrEqual(subject.cameraSlack)
    }
    expect(told).toBeGreaterThan(0)
  })

  it('resolves a flight when it is over', async () => {
    const pose = subject.flight ?? FLIGHT
    const camera = await on.opened.page.evaluate(async (goal) => {
      await window.harness.engine.flyTo({ kind: 'pose', pose: goal }, 300)
      return window.harness.engine.getCamera()
    }, pose)
    expect(camera.lon).toBeCloseTo(pose.lon, 4)
    expect(camera.zoom).toBeCloseTo(pose.zoom, 2)
  })

  it('brings bounds into view, free of the padding', async () => {
    const camera = await on.inPage(async () => {
      await window.harness.engine.flyTo(
        {
          kind: 'bounds',
          bounds: [108, 22.5, 109, 23],
          pitchDeg: 0,
          bearingDeg: 0,
          padding: [20, 20, 20, 220],
        },
        0,
      )
      return window.harness.engine.getCamera()
    })
    if (subject.frames === 'subject') return expect(camera.zoom).toBeGreaterThan(17)
    expect(camera.zoom).toBeGreaterThan(8)
    expect(camera.zoom).toBeLessThan(9.3)
    expect(camera.lon).toBeLessThan(108.49)
  })
}

/** A camera of no numbers moves nothing. */
export const refusals = (subject: Subject, on: Opened): void => {
  it.runIf(subject.middle)('refuses a camera of no numbers, and stays where it is', async () => {
    const { before, after, told } = await on.inPage(async () => {
      const { engine, events } = window.harness
      const camera = engine.getCamera()
      events.length = 0
      await engine.flyTo({ kind: 'pose', pose: { ...camera, lon: Number.NaN } }, 0)
      await engine.flyTo(
        {
          kind: 'bounds',
          bounds: [108, -Infinity, 109, 23],
          pitchDeg: 0,
          bearingDeg: 0,
          padding: [0, 0, 0, 0],
        },
        0,
      )
      return {
        before: camera,
        after: engine.getCamera(),
        told: events.filter(({ name }) => name === 'error').length,
      }
    })
    expect(after).toEqual(before)
    expect(told).toBe(2)
  })
}
