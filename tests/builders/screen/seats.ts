/** Where screens are opened. Who leaves makes room for the next: what a browser fetched and compiled once is there for it. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { removal } from './chromium109.mjs'

export type Size = readonly [width: number, height: number]

/** Under software WebGL on a busy machine. */
export const SLOW_MS = 60_000
/** Device pixels a CSS pixel where nobody counts them: software WebGL draws a quarter of them. */
const COARSE = 0.5

/** What a screen was heard of, from its opening to its end. */
export interface Heard {
  /** Every address that it asked for. */
  readonly requests: string[]
  /** Console errors, exceptions and violations of the content security policy. */
  readonly faults: string[]
}

/** What cannot be changed about a seat. */
export interface SeatKind {
  /** Whether the device has graphics. */
  readonly picture: boolean
  /** One device pixel a CSS pixel. */
  readonly sharp: boolean
}

export interface Seat {
  readonly kind: SeatKind
  readonly page: Page
  readonly context: BrowserContext
  heard: Heard
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly url: string
}

export interface Seats {
  /** A seat of this kind for one session, free of what anybody left there. */
  take(kind: SeatKind, size: Size, cookie: Cookie | null, heard: Heard): Promise<Seat>
  leave(seat: Seat): Promise<void>
}

/** Runs in the page. */
const tellViolations = (): void =>
  document.addEventListener('securitypolicyviolation', (event) =>
    console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`),
  )

/** A profile of its own: the product’s time zone, no motion, and what Chromium 109 has not taken away. */
const contextOf = async (
  browser: Browser,
  { sharp }: SeatKind,
  [width, height]: Size,
): Promise<BrowserContext> => {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: sharp ? 1 : COARSE,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  context.setDefaultTimeout(SLOW_MS)
  await context.addInitScript({ content: removal() })
  await context.addInitScript(tellViolations)
  return context
}

const listen = (seat: Seat): void => {
  const { page, context } = seat
  context.on('request', (request) => seat.heard.requests.push(request.url()))
  page.on('websocket', (socket) => seat.heard.requests.push(socket.url()))
  page.on('console', (message) => {
    if (message.type() === 'error') seat.heard.faults.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => seat.heard.faults.push(error.stack ?? error.message))
}

const isKind = (one: SeatKind, other: SeatKind): boolean =>
  one.picture === other.picture && one.sharp === other.sharp

export const makeSeats = (browserOf: (picture: boolean) => Promise<Browser>): Seats => {
  const free: Seat[] = []
  const make = async (kind: SeatKind, size: Size, heard: Heard): Promise<Seat> => {
    const context = await contextOf(await browserOf(kind.picture), kind, size)
    const seat = { kind, context, page: await context.newPage(), heard }
    listen(seat)
    return seat
  }
  return {
    take: async (kind, size, cookie, heard) => {
      const at = free.findIndex((seat) => isKind(seat.kind, kind))
      const known = at < 0 ? null : (free.splice(at, 1)[0] as Seat)
      const seat = known ?? (await make(kind, size, heard))
      seat.heard = heard
      if (known) await seat.page.setViewportSize({ width: size[0], height: size[1] })
      if (cookie) await seat.context.addCookies([cookie])
      return seat
    },
    leave: async (seat) => {
      const { page, context } = seat
      try {
        await page.evaluate(() => (localStorage.clear(), sessionStorage.clear()))
        await page.goto('about:blank')
        await context.clearCookies()
        free.push(seat)
      } catch {
        await context.close()
      }
    },
  }
}
