import type { JSHandle, Page } from 'playwright-core'
import { hostOf, type DrawnHost } from '../builders/screen/picture/drawnHost.ts'
import {
  eventually,
  goWithin,
  settled,
  startTestWall,
  type Screen,
  type Size,
  type TestWall,
} from '../builders/screen/wall.ts'
import { at } from './morning.ts'

/** Software takes more than a second for a picture of the region: reports, each of which makes one, are rare. */
const REPORT_MS = 600_000
const DESK: Size = [1920, 1080]
export const REGION = '450000'
/** From here the camera goes anew to any place that is judged. */
const ELSEWHERE = '450900'
const STILL_MS = 400

/** The house of which the picture itself is judged, on a morning that is always the same. */
export let wall: TestWall
/** The one page of all cases: a browser compiles all that draws anew with each. */
export let page: Page
export let host: JSHandle<DrawnHost>
let screen: Screen

export const openPicture = async (): Promise<void> => {
  wall = await startTestWall({ reportMs: REPORT_MS, clockOffsetMs: at('10:00') - Date.now() })
  screen = await wall.open({ account: 'manager', path: `/view/${REGION}`, size: DESK })
  page = screen.page
  await settled(page)
  host = await hostOf(page)
}

export const closePicture = async (): Promise<void> => {
  await screen?.close()
  await wall?.stop()
}

interface Look {
  readonly size: Size
  /** A place as an address writes it, with what is chosen in it. */
  readonly place: string
  readonly scene: string
  readonly lang: string
}

/** Where the camera stands. */
const cameraAt = (): Promise<string> =>
  host.evaluate((one) => {
    const engine = one.engine()
    return JSON.stringify([engine?.kind, engine?.getCamera()])
  })

/** Opens a place within the page; true to its end, which the camera's leaving is the first sign of. */
const open = async ({ place, scene, lang }: Omit<Look, 'size'>, leaves: boolean): Promise<void> => {
  const [from, [id]] = [await cameraAt(), place.split('?')]
  await goWithin(page, `/view/${place}${place.includes('?') ? '&' : '?'}scene=${scene}&lang=${lang}`)
  await page.waitForSelector(`html[lang^=${lang}] .frame[data-place="${id}"][data-scene=${scene}][data-kind]`)
  if (leaves) await eventually(cameraAt, (now) => now !== from)
  await settled(page)
  await drawn()
}

/** Goes there within the page and waits until all of it is drawn. */
export const goTo = async ({ size: [width, height], ...look }: Look): Promise<void> => {
  await page.setViewportSize({ width, height })
  const isThere = (await page.getAttribute('.frame', 'data-place')) === look.place.split('?')[0]
  const isPart = look.place.includes('?')
  if (isThere && !isPart) await open({ ...look, place: ELSEWHERE }, true)
  await open(look, !(isThere && isPart))
}

/** Nothing is on its way to the screen any more. */
export const drawn = async (): Promise<void> => {
  const read = () =>
    host.evaluate((one) => {
      const engine = one.engine()
      return `${engine?.pending().join()} ${engine?.stats().frames}`
    })
  let [before, since] = ['', 0]
  await eventually(
    async () => {
      const now = await read()
      if (now !== before) since = Date.now()
      before = now
      return now
    },
    (now) => now.startsWith(' ') && Date.now() - since > STILL_MS,
  )
}
