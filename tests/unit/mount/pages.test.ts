// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import type { VueWrapper } from '@vue/test-utils'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ROLES, type Role } from '../../../src/shared/kernel/roles.ts'
import { makeRouter } from '../../../src/app/router.ts'
import { OWN_PAGES } from '../../../src/app/pages/platformPages.ts'
import { workplacesOf } from '../../../src/app/shell/workplaces.ts'
import { mountApp } from '../../builders/mount/app.ts'
import { faultsOfWords, listen, pressAll, statesOf } from '../../builders/mount/faults.ts'
import { makeStage, roleFor, speak, turn, type Mood, type Stage } from '../../builders/mount/stage.ts'

vi.mock('../../../src/widgets/chart/echarts.ts', async () => await import('../../builders/mount/charts.ts'))

/** The wall with its picture is the browser tests'; here one only goes there. */
vi.mock('../../../src/app/ViewPage.vue', () => ({ default: { render: () => null } }))
/** Every page's chunk is there before it is opened: what a test sees is the page, not its way. */
const CHUNKS = import.meta.glob(['../../../src/app/pages/**/*.vue', '../../../src/app/mosaic/**/*.vue'])

interface Screen {
  readonly path: string
  readonly role: Role | null
}
/** The application's own pages, and every address that is no page of a workplace. */
const SCREENS: readonly Screen[] = [
  ...OWN_PAGES.flatMap(({ id, workplace, needs }) =>
    workplace.map((one) => ({
      path: `/work/${one}/${id}`,
      role: roleFor(
        needs,
        false,
        ROLES.filter((role) => workplacesOf(role).includes(one)),
      ),
    })),
  ),
  ...makeRouter()
    .getRoutes()
    .filter(({ path, redirect }) => !redirect && !/^\/(work|view)\//.test(path))
    .map(({ path, meta }) => ({
      path: path.replace(/\/:.*$/, ''),
      role: meta.open ? null : ('manager' as const),
    })),
]

const ear = listen()
beforeAll(async () => {
  /** What is saved to a file is no address to go to. */
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  await Promise.all(Object.values(CHUNKS).map((load) => load()))
})
let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
  document.body.replaceChildren()
})
afterAll(() => ear.stop())

const open = async (mood: Mood, { path, role }: Screen): Promise<Stage> => {
  const stage = await makeStage(mood, role)
  mounted = await mountApp(path, stage)
  return stage
}
const expectSound = async (stage: Stage, unlike: readonly string[]): Promise<void> => {
  const faults: string[] = []
  for (const lang of ['zh', 'en'] as const) {
    await speak(lang)
    faults.push(...faultsOfWords(document.body))
  }
  const wrong = statesOf(document.body).filter((state) => unlike.includes(state))
  expect([
    ...faults,
    ...wrong.map((state) => `a frame is ${state}`),
    ...ear.taken(),
    ...stage.served.strange,
  ]).toEqual([])
}
const said = (): string => document.body.textContent?.trim() ?? ''

describe.each(SCREENS.map((screen) => [screen.path, screen] as const))('%s', (_, screen) => {
  it('says all of a full answer and answers every press', async () => {
    const stage = await open('full', screen)
    await expectSound(stage, ['loading', 'error'])
    expect(said()).not.toBe('')
    expect(await pressAll(document.body)).toEqual([])
    await expectSound(stage, [])
  })

  it('waits, then says what little there is', async () => {
    const stage = await open('waiting', screen)
    await expectSound(stage, ['error', 'empty'])
    await turn(stage, 'bare')
    await expectSound(stage, ['loading', 'error'])
    expect(said()).not.toBe('')
  })

  it('says that there is nothing', async () => {
    const stage = await open('empty', screen)
    await expectSound(stage, ['loading', 'error'])
  })

  it('says that it was refused', async () => {
    const stage = await open('refused', screen)
    await expectSound(stage, ['loading'])
    expect(said()).not.toBe('')
  })
})
