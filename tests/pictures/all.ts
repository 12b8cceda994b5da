/** `npm run pictures -- --all`: every size × language × scene × level as it is drawn, and sheets that show them side by side. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { ROOT } from '../../server/config.ts'
import {
  allStates,
  LANGS,
  LEVELS,
  nameOf,
  SCENES,
  SIZES,
  type Level,
  type State,
} from '../builders/screen/layout/states.ts'
import { goWithin } from '../builders/screen/wall.ts'
import type { Subjects } from './scenes.ts'

/** Beside the data that the demonstration makes: no part of the repository. */
const MATRIX = join(ROOT, 'data', 'var', 'matrix')

const THUMB = 480

export const placesOf = (it: Subjects): Readonly<Record<Level, string>> => ({
  region: '450000',
  city: `${it.county.slice(0, 4)}00`,
  county: it.county,
  compound: it.compound,
  building: it.building,
  floor: it.floor,
  room: `${it.floor}?sel=room:${it.room}`,
})

const pathOf = (places: Readonly<Record<Level, string>>, { level, scene, lang }: State): string => {
  const place = places[level]
  return `/view/${place}${place.includes('?') ? '&' : '?'}scene=${scene}&lang=${lang}`
}

/** Takes the pictures of one size and language in one page, so that what was fetched stays. */
export const takeAll = async (
  page: Page,
  url: string,
  places: Readonly<Record<Level, string>>,
  states: readonly State[],
  atRest: (page: Page) => Promise<void>,
): Promise<void> => {
  mkdirSync(MATRIX, { recursive: true })
  const [first] = states
  if (!first) return
  await page.goto(`${url}${pathOf(places, first)}`)
  await page.waitForSelector('.frame[data-kind]')
  for (const state of states) {
    await goWithin(page, pathOf(places, state))
    const [id] = places[state.level].split('?')
    await page.waitForSelector(`.frame[data-scene=${state.scene}][data-place="${id}"][data-kind]`)
    await atRest(page)
    writeFileSync(
      join(MATRIX, `${nameOf(state)}.jpg`),
      await page.screenshot({ type: 'jpeg', quality: 80, timeout: 180_000 }),
    )
    process.stdout.write(`${nameOf(state)}\n`)
  }
}

/** One sheet a size and language: a row a level, a column a scene. */
export const contactSheet = async (browser: Browser, states: readonly State[]): Promise<string> => {
  const [first] = states
  if (!first) throw new Error('a contact sheet of no picture')
  const [w, h] = first.size
  const cells = LEVELS.flatMap((level) => SCENES.map((scene) => nameOf({ ...first, level, scene })))
  const taken = new Set(states.map(nameOf))
  const file = join(MATRIX, `sheet-${first.size.join('x')}-${first.lang}.png`)
  const html = join(MATRIX, 'sheet.html')
  writeFileSync(
    html,
    `<body style="margin:0;background:#000;display:grid;grid-template-columns:repeat(${SCENES.length},${THUMB}px);gap:4px">` +
      cells
        .map((name) =>
          taken.has(name)
            ? `<img src="${name}.jpg" width="${THUMB}" height="${Math.round((THUMB * h) / w)}">`
            : `<i></i>`,
        )
        .join(''),
  )
  const paper = await browser.newPage({ viewport: { width: SCENES.length * (THUMB + 4), height: 400 } })
  await paper.goto(`file://${html}`)
  await paper.screenshot({ path: file, fullPage: true })
  await paper.close()
  return file
}

/** The states of a matrix by what a page of its own is opened for. */
export const byPage = (): State[][] =>
  SIZES.flatMap((size) =>
    LANGS.map((lang) => allStates().filter((state) => state.size === size && state.lang === lang)),
  )
