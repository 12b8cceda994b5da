/**
 * What a screen says of each thing that it counts: read from `data-subject`, of the nearest `data-of`. Where it prints more or
 * less than the figure, `data-figure` has that.
 */
import type { Page } from 'playwright-core'
import type { TestAccount } from '../house/server.ts'
import { eventually, goWithin, paint, type Screen, type TestWall } from './wall.ts'

export interface Said {
  /** What is counted, of what: `overRooms of 450103`. */
  readonly key: string
  readonly subject: string
  readonly text: string
  /** The panel it stands on; null in the frame or on a page. */
  readonly panel: string | null
  /** Which time its panel shows, while the past is shown. */
  readonly time: string | null
}

/** Every figure that the page prints, without its label and its n. */
export const saidOn = (page: Page): Promise<Said[]> =>
  page.locator('[data-subject]').evaluateAll((all) =>
    all.map((element) => {
      const part = element.querySelector('.value, .value-text, b') ?? element
      const copy = part.cloneNode(true) as Element
      for (const quiet of copy.querySelectorAll('.visually-hidden, .n')) quiet.remove()
      const subject = (element as HTMLElement).dataset['subject'] as string
      const of = element.closest<HTMLElement>('[data-of]')?.dataset['of'] ?? ''
      const { figure, total } = (element as HTMLElement).dataset
      return {
        key: `${subject} of ${of}`,
        subject,
        text: (figure ?? total ?? copy.textContent ?? '').replace(/\s/g, ''),
        panel: element.closest<HTMLElement>('[data-panel]')?.dataset['panel'] ?? null,
        time: element.closest<HTMLElement>('.panel')?.dataset['time'] ?? null,
      }
    }),
  )

/** How many of the smallest unit one of these is: kWh, kgce, m² and plain counts are 1. */
const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8, MWh: 1e3, GWh: 1e6, tce: 1e3 }

/** The number that a text prints, and how far its last digit leaves it open; null for what is no number. */
const numberIn = (text: string): { value: number; openBy: number } | null => {
  const found = /^[^\d-]*(-?[\d,]+)(?:\.(\d+))?(万|亿|MWh|GWh|tce)?(\/\d)?/.exec(text)
  if (!found || found[4]) return null
  const [, whole = '', decimals = '', unit = ''] = found
  const scale = SCALES[unit] ?? 1
  const value = Number(`${whole.replaceAll(',', '')}.${decimals}`) * scale
  return { value, openBy: 0.5 * 10 ** -decimals.length * scale }
}

/** A share that is printed by its counts, `7/13间`, as its percentage. */
export const percentIn = (text: string): string => {
  const counts = /^(\d+)\/(\d+)/.exec(text)
  return counts ? ((Number(counts[1]) / Number(counts[2])) * 100).toFixed(6) : text
}

/** A share by its two amounts, and what they count; null for what is none. */
const countsIn = (text: string): { amounts: string; unit: string } | null => {
  const [, amounts, unit = ''] = /^(\d[\d,]*\/\d[\d,]*)(\D*)$/.exec(text) ?? []
  return amounts === undefined ? null : { amounts, unit }
}

/**
 * Whether two texts may print one number: the same, or one rounded where the other shows more, or the same counts of which
 * one names what they count where the other leaves it to its list.
 */
export const isOneNumber = (one: string, other: string): boolean => {
  const [left, right] = [countsIn(one), countsIn(other)]
  if (left && right) return left.amounts === right.amounts && new Set([left.unit, right.unit, '']).size < 3
  const [a, b] = [numberIn(one), numberIn(other)]
  if (!a || !b) return one === other
  return Math.abs(a.value - b.value) <= (a.openBy === b.openBy ? 0 : a.openBy + b.openBy) * (1 + 1e-9)
}

/** Figures by what they count; where each text stood. */
export class Gathered {
  readonly #texts = new Map<string, Map<string, string[]>>()

  add(key: string, text: string, where: string): void {
    const texts = this.#texts.get(key) ?? new Map<string, string[]>()
    this.#texts.set(key, texts.set(text, [...(texts.get(text) ?? []), where]))
  }

  /** What is counted in more than one place. */
  get compared(): string[] {
    return [...this.#texts].filter(([, texts]) => [...texts.values()].flat().length > 1).map(([key]) => key)
  }

  /** What the places told of it, each text once. */
  textsOf(key: string): string[] {
    return [...(this.#texts.get(key)?.keys() ?? [])]
  }

  /** Of what a panel counts, what another place counts too. */
  comparedOn(panel: string): string[] {
    const isOn = (where: string): boolean => where.startsWith(`${panel} `)
    return [...this.#texts].flatMap(([key, texts]) => {
      const places = [...texts.values()].flat()
      return places.some(isOn) && !places.every(isOn) ? [key] : []
    })
  }

  get disagreeing(): string[] {
    const told = ([text, where]: [string, string[]]): string => `${text} at ${where.join(', ')}`
    return [...this.#texts]
      .filter(([, texts]) =>
        [...texts.keys()].some((one) => [...texts.keys()].some((two) => !isOneNumber(one, two))),
      )
      .map(([key, texts]) => `${key}: ${[...texts].map(told).join(' but ')}`)
  }
}

/** They move while pages are opened one after the other: compared on one page at one moment. */
const MOVING =
  /^(loadKw|todayKwh|monthKwh|yearKwh|yearCoal|yearCarbon|quotaUsed|quotaEnd|projectedKwh|quotaLeft|calling|(item|state|orders|keyPlace|alerts):.*)$/
export const isMoving = (subject: string): boolean => MOVING.test(subject)

/** A wall has panels that a desk has not, and a desk those for which a wall has others: every panel of a scene stands on one. */
const SIZES = {
  wall: { width: 6656, height: 1792 },
  desk: { width: 1920, height: 1080 },
} as const

export interface Sized extends Said {
  readonly on: keyof typeof SIZES
}

export interface Walk {
  readonly found: Gathered
  /** Panels on which a figure was seen. */
  readonly panels: Set<string>
  /** Panels of scenes that threw or were not answered, each with where. */
  readonly failed: string[]
  screenOf(account: TestAccount): Promise<Page>
  /** No panel waits and the server owes no answer, several times in a row. */
  rested(page: Page): Promise<void>
  /** What a page says on a wall and at a desk, where it stays, once it rests at each. */
  saidAt(page: Page): Promise<Sized[]>
  /** Goes to an address, gathers what it says on a wall and at a desk, and returns it. */
  openAt(path: string, account?: TestAccount): Promise<Sized[]>
  end(): Promise<void>
}

/** Goes from page to page, one screen for each account, and gathers what they say. */
export const makeWalk = (wall: TestWall): Walk => {
  const screens = new Map<TestAccount, Screen>()
  const pending = new Map<Page, Set<unknown>>()
  const found = new Gathered()
  const panels = new Set<string>()
  const failed: string[] = []
  const screenOf = async (account: TestAccount): Promise<Page> => {
    const known = screens.get(account)
    if (known) return known.page
    const screen = await wall.open({ account, path: '/sessions', size: [1920, 1080] })
    const asked = new Set<unknown>()
    screen.page.on('request', (request) => /\/(api|assets)\//.test(request.url()) && asked.add(request))
    screen.page.on('requestfinished', (request) => asked.delete(request))
    screen.page.on('requestfailed', (request) => asked.delete(request))
    await paint(screen.page, false)
    screens.set(account, screen)
    pending.set(screen.page, asked)
    return screen.page
  }
  const rested = async (page: Page): Promise<void> => {
    let quiet = 0
    const read = async (): Promise<number> => {
      const loading = await page.locator('.panel[data-state="loading"]').count()
      quiet = loading === 0 && pending.get(page)?.size === 0 ? quiet + 1 : 0
      return quiet
    }
    await eventually(read, (times) => times >= 4)
  }
  const saidAt = async (page: Page): Promise<Sized[]> => {
    const said: Sized[] = []
    for (const on of ['wall', 'desk'] as const) {
      await page.setViewportSize(SIZES[on])
      await rested(page)
      said.push(...(await saidOn(page)).map((one) => ({ ...one, on })))
      const broken = await page
        .locator('.frame [data-panel]:has(.panel[data-state="error"])')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['panel']))
      failed.push(...broken.map((panel) => `${panel} at ${page.url()} ${on}`))
    }
    return said
  }
  const openAt = async (path: string, account: TestAccount = 'manager'): Promise<Sized[]> => {
    const page = await screenOf(account)
    await goWithin(page, '/sessions')
    await goWithin(page, path)
    await page.waitForSelector('.panel[data-state]')
    const said = await saidAt(page)
    for (const { key, subject, text, panel, on } of said) {
      const at = `${path} ${on}`
      found.add(isMoving(subject) ? `${key} on ${at}` : key, text, `${panel ?? 'page'} ${at}`)
      if (panel !== null) panels.add(panel)
    }
    return said
  }
  const end = async (): Promise<void> => {
    for (const screen of screens.values()) await screen.close()
  }
  return { found, panels, failed, screenOf, rested, saidAt, openAt, end }
}
