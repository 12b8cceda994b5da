/** A screen of the product as a person has it: the real server, its built application, and a Chromium that can reach nothing else. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { CHROMIUM_FLAGS, findChromium, PLAIN_FLAGS } from './browser.ts'
import { removal } from './chromium109.mjs'
import {
  startTestServer,
  type TestAccount,
  type TestServer,
  type TestServerOptions,
} from '../house/server.ts'
import { agedDist, builtDist } from './wallDist.ts'

export type Size = readonly [width: number, height: number]
export const DESK: Size = [1366, 768]
/** Under software WebGL on a busy machine. */
export const SLOW_MS = 60_000
/** Device pixels a CSS pixel where nobody counts them: software WebGL draws a quarter of them. */
const COARSE = 0.5

export interface Screen {
  readonly page: Page
  readonly context: BrowserContext
  /** Every address that this screen asked for. */
  readonly requests: string[]
  /** Console errors, exceptions and violations of the content security policy. */
  readonly faults: string[]
  close(): Promise<void>
}

export interface OpenOptions {
  /** null opens without a session. */
  readonly account: TestAccount | null
  /** Path and query; default the wall. */
  readonly path?: string
  readonly size?: Size
  /** Whether the device has graphics; default as the wall was started with. Without them the place of the picture says so, and all else stands. */
  readonly picture?: boolean
}

export interface TestWallOptions extends TestServerOptions {
  /** Software WebGL takes most of a browser test's time: false for screens of which nobody judges the picture. Default true. */
  readonly picture?: boolean
  /** One device pixel a CSS pixel, for who counts them. Default false. */
  readonly sharp?: boolean
}

export interface TestWall {
  readonly server: TestServer
  /** Its page and its workers have the built-ins of Chromium 109 and no newer ones. */
  open(options: OpenOptions): Promise<Screen>
  /** What any screen sent elsewhere than to the server: refused by a proxy that counts, workers and sockets included. */
  outside(): readonly string[]
  /** Faults of all screens that were opened, with those that the test expects left out. */
  faults(expected?: RegExp): readonly string[]
  stop(): Promise<void>
}

/** Chromium's own services, which no switch ends in every build of it; a page's calls to them are still seen as that page's. */
const BROWSER_OWN = /^(https?:\/\/)?([a-z-]+\.)*(google(apis)?|gvt1)\.com[:/]/

/** Answers nothing; remembers who asked. */
const countingProxy = async (): Promise<{ server: Server; port: number; asked: string[] }> => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(502).end()
  })
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    /** Who asked may be gone before it is refused. */
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, port: (server.address() as AddressInfo).port, asked }
}

const launch = (serverUrl: string, proxyPort: number, picture: boolean): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      ...(picture ? CHROMIUM_FLAGS : PLAIN_FLAGS),
      `--proxy-server=http://127.0.0.1:${proxyPort}`,
      `--proxy-bypass-list=<-loopback>;${new URL(serverUrl).host}`,
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  })

const watchFaults = async (page: Page, faults: string[]): Promise<void> => {
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`),
    ),
  )
  page.on(
    'console',
    (message) => message.type() === 'error' && faults.push(`${message.text()} ${message.location().url}`),
  )
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
}

/** Runs in the page: who works without graphics closes the line over the foot of the page that says so. */
const closeNotice = (): void => {
  const watch = new MutationObserver(() => {
    const button = document.querySelector<HTMLElement>('#needs button')
    if (!button) return
    watch.disconnect()
    button.click()
  })
  watch.observe(document, { childList: true, subtree: true })
}

const cookieFor = async (
  server: TestServer,
  account: TestAccount,
): Promise<{ name: string; value: string; url: string }> => {
  const [name = '', ...value] = (await server.signIn(account)).split('=')
  return { name, value: value.join('='), url: server.url }
}

/** One server, and a browser for screens with a picture and for those without; screens are opened on them, each with a session of its own. */
export const startTestWall = async ({
  picture: drawn = true,
  sharp = false,
  ...options
}: TestWallOptions = {}): Promise<TestWall> => {
  const distDir = await agedDist(await builtDist())
  const server = await startTestServer({
    ...options,
    environment: { GUANLAN_DIST_DIR: distDir, ...options.environment },
  })
  const proxy = await countingProxy()
  const browsers = new Map<boolean, Promise<Browser>>()
  const browserOf = (picture: boolean): Promise<Browser> => {
    const browser = browsers.get(picture) ?? launch(server.url, proxy.port, picture)
    browsers.set(picture, browser)
    return browser
  }
  const screens: Screen[] = []
  const open = async ({
    account,
    path = '/view',
    size = DESK,
    picture = drawn,
  }: OpenOptions): Promise<Screen> => {
    const context = await (
      await browserOf(picture)
    ).newContext({
      viewport: { width: size[0], height: size[1] },
      deviceScaleFactor: sharp ? 1 : COARSE,
      reducedMotion: 'reduce',
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    context.setDefaultTimeout(SLOW_MS)
    if (account !== null) await context.addCookies([await cookieFor(server, account)])
    await context.addInitScript({ content: removal() })
    if (!picture) await context.addInitScript(closeNotice)
    const page = await context.newPage()
    const screen: Screen = { page, context, requests: [], faults: [], close: () => context.close() }
    await watchFaults(page, screen.faults)
    context.on('request', (request) => screen.requests.push(request.url()))
    page.on('websocket', (socket) => screen.requests.push(socket.url()))
    screens.push(screen)
    await page.goto(`${server.url}${path}`)
    return screen
  }
  const foreign = (url: string): boolean =>
    !url.startsWith(server.url) &&
    !url.startsWith(server.url.replace('http', 'ws')) &&
    !/^(data|blob):/.test(url)
  return {
    server,
    open,
    outside: () => [
      ...proxy.asked.filter((url) => !BROWSER_OWN.test(url)),
      ...screens.flatMap((screen) => screen.requests.filter(foreign)),
    ],
    faults: (expected) => screens.flatMap((screen) => screen.faults).filter((line) => !expected?.test(line)),
    stop: async () => {
      for (const browser of browsers.values()) await (await browser).close()
      proxy.server.close()
      await server.stop()
    },
  }
}

/** Waits until `read` gives what `holds` accepts, and returns it; says what it last was otherwise. */
export const eventually = async <T>(
  read: () => Promise<T> | T,
  holds: (value: T) => boolean,
  limitMs = SLOW_MS,
): Promise<T> => {
  const until = Date.now() + limitMs
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > until)
      throw new Error(
        `still ${JSON.stringify(value)?.slice(0, 600)} after ${limitMs} ms (${String(holds).slice(0, 200)})`,
      )
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** Colours of the scene between the panels, each rounded to 16 steps: one or two are a blank. */
export const sceneColours = async (page: Page, share = 0.4): Promise<ReadonlySet<number>> => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const clip = { x: (width * (1 - share)) / 2, y: height * 0.2, width: width * share, height: height * 0.5 }
  const { data } = PNG.sync.read(await page.screenshot({ clip }))
  const colours = new Set<number>()
  for (let i = 0; i < data.length; i += 4)
    colours.add(((data[i]! >> 4) << 8) | ((data[i + 1]! >> 4) << 4) | (data[i + 2]! >> 4))
  return colours
}

/** The place was read, the engine stands and the camera has come to rest: the address, which follows it, changes no more. */
export const settled = async (page: Page, quietMs = 1200): Promise<string> => {
  await page.waitForSelector('.frame[data-kind] .host[data-loading="false"]', { state: 'attached' })
  let url = ''
  let since = Date.now()
  return eventually(
    () => {
      if (page.url() !== url) since = Date.now()
      url = page.url()
      return url
    },
    (now) => now.includes('cam=') && Date.now() - since > quietMs,
  )
}

export const queryOf = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)
export const placeOf = (page: Page): string =>
  decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '')

export interface Cam {
  readonly lon: number
  readonly lat: number
  readonly zoom: number
  readonly pitch: number
  readonly bearing: number
}
export const camOf = (page: Page): Cam => {
  const [lon = 0, lat = 0, zoom = 0, pitch = 0, bearing = 0] = (queryOf(page, 'cam') ?? '')
    .split(',')
    .map(Number)
  return { lon, lat, zoom, pitch, bearing }
}

const mercator = (lon: number, lat: number): readonly [number, number] => [
  (lon + 180) / 360,
  (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2,
]

/** Where a point of the ground stands on the map's screen, CSS pixels; the lens is MapLibre's, 36.87°. */
export const toPixel = (page: Page, lon: number, lat: number): readonly [x: number, y: number] => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const cam = camOf(page)
  const world = 512 * 2 ** cam.zoom
  const [[x, y], [cx, cy]] = [mercator(lon, lat), mercator(cam.lon, cam.lat)]
  const [dx, dy] = [(x - cx) * world, (y - cy) * world]
  const turn = (-cam.bearing * Math.PI) / 180
  const [across, along] = [
    dx * Math.cos(turn) - dy * Math.sin(turn),
    dx * Math.sin(turn) + dy * Math.cos(turn),
  ]
  const pitch = (cam.pitch * Math.PI) / 180
  const distance = height / 2 / Math.tan((36.87 * Math.PI) / 360)
  const scale = distance / (distance - along * Math.sin(pitch))
  return [width / 2 + across * scale, height / 2 + along * Math.cos(pitch) * scale]
}

/** Moves the pointer over the scene until the chip beside it names what is wanted; returns where. */
export const findUnderPointer = async (
  page: Page,
  wanted: (chip: string) => boolean,
  points: readonly (readonly [number, number])[],
): Promise<readonly [number, number]> => {
  const seen: string[] = []
  for (const [x, y] of points) {
    await page.mouse.move(x, y)
    await page.waitForTimeout(140)
    const chip = (await page.locator('.chip').allTextContents())[0] ?? ''
    seen.push(chip)
    if (wanted(chip)) return [x, y]
  }
  throw new Error(`the pointer met only: ${[...new Set(seen)].join(' | ')}`)
}

/** How far a point lies from the middle of what panels leave free of the scene, CSS pixels. */
export const fromMiddle = (page: Page, [x, y]: readonly [number, number]): number => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  return Math.hypot(x - width * 0.46, y - height * 0.43)
}

/** Points about one, the nearest first, CSS pixels. */
export const around = (
  page: Page,
  at: readonly [number, number],
  reachPx: number,
  stepPx: number,
): readonly (readonly [number, number])[] => {
  const away = ([x, y]: readonly [number, number]): number => Math.hypot(x - at[0], y - at[1])
  return gridOf(page, stepPx)
    .filter((point) => away(point) < reachPx)
    .sort((a, b) => away(a) - away(b))
}

/** A grid over the part of the scene that panels leave free, from its middle outwards. */
export const gridOf = (page: Page, stepPx: number): readonly (readonly [number, number])[] => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const points: [number, number][] = []
  for (let x = width * 0.24; x < width * 0.7; x += stepPx)
    for (let y = height * 0.14; y < height * 0.72; y += stepPx) points.push([Math.round(x), Math.round(y)])
  return points.sort((a, b) => fromMiddle(page, a) - fromMiddle(page, b))
}
