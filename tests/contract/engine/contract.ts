import { beforeAll, describe } from 'vitest'
import { flights, refusals } from './camera.cases.ts'
import { drawing } from './drawing.cases.ts'
import { ends, losses, pictures } from './life.cases.ts'
import { VIEW, type Opened } from './opened.ts'

/** The SceneEngine contract, held by every engine in a real browser: an engine joins by a row of ENGINES and a file in tests/render. Its context is lost and given back here, so whatever counts frames or bytes comes before. */
export const holdsContract = (on: Opened): void => {
  describe(`SceneEngine: ${on.subject.engine}`, () => {
    beforeAll(async () => {
      await on.sized(VIEW)
      await on.inPage(async ({ scene }) => {
        const { harness } = window
        await harness.setLayers([])
        /** A camera in a building keeps the height that it looks at, which the cases' poses do not name. */
        const pose = { ...harness.cases[scene]!().camera, heightM: 0 }
        await harness.engine.flyTo({ kind: 'pose', pose }, 0)
        await harness.show(scene)
      })
    })
    for (const cases of [drawing, flights, pictures, losses, refusals, ends]) cases(on.subject, on)
  })
}
