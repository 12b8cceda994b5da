/** What does not move is drawn once: later frames show the picture that was kept of it, pixel by pixel the same. */
import { describe, expect, it } from 'vitest'
import type { Opened } from '../../contract/engine/opened.ts'

type State = readonly [fillVersion: number, zoomBy: number]
const STATES: readonly State[] = [
  [1, 0],
  [2, 0],
  [2, 0.5],
]

/** Runs in the page: pictures of frames one after the other, each with the draws that it took. */
const framesOf = async ([fillVersion, zoomBy]: State) => {
  const { harness } = window
  const knobs = { fillVersion, shift: fillVersion }
  await harness.show('regions', knobs)
  const camera = harness.engine.getCamera()
  await harness.engine.flyTo({ kind: 'pose', pose: { ...camera, zoom: camera.zoom + zoomBy } }, 0)
  const fleet = harness.makeFleet()
  fleet.report([{ ordinal: 7, lon: camera.lon, lat: camera.lat, kmh: 0 }], 0, true)
  const made = await harness.counted(() =>
    harness.setLayers([...harness.layers('regions', knobs), fleet.layer()]),
  )
  const taken: { picture: string; draws: number }[] = []
  for (let frame = 0; frame < 4; frame++) {
    let picture = ''
    const { drawCalls } = await harness.counted(async () => void (picture = await harness.capture()))
    taken.push({ picture, draws: drawCalls })
  }
  return { taken, drawsOfNew: made.drawCalls / made.frames }
}

export const stillOn = (on: Opened): void => {
  describe('what lies beneath moving vehicles', () => {
    it(
      'is the same picture in each frame, drawn anew only where it changed or the camera moved',
      { timeout: 90_000 },
      async () => {
        const pictures = new Set<string>()
        for (const state of STATES) {
          const { taken, drawsOfNew } = await on.opened.page.evaluate(framesOf, state)
          expect(new Set(taken.map(({ picture }) => picture)).size).toBe(1)
          expect(taken.at(-1)!.draws).toBeLessThan(drawsOfNew)
          pictures.add(taken[0]!.picture)
        }
        expect(pictures.size).toBe(STATES.length)
      },
    )
  })
}
