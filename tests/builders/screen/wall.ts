/** A screen of the product as a person has it: the real server, its built application, and a Chromium that can reach nothing else. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { CHROMIUM_FLAGS, launchChromium, PLAIN_FLAGS } from './browser.ts'
import {
  startTestServer,
  type TestAccount,
  type TestServer,
  type TestServerOptions,
} from '../house/server.ts'
import { makeSeats, SLOW_MS, type Heard, type Size } from './seats.ts'
import { agedDist, builtDist } from './wallDist.ts'

export { SLOW_MS, type Size } from './seats.ts'
export const DESK: Size = [1366, 768]

export interface Screen extends Heard {
  readonly page: Page
  readonly context: BrowserContext
  /** Ends it: who opens the next one may get its page, without anything of this one. */
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
  /** One device pixel a CSS pixel, for who counts them. Default false. */
  readonly sharp?: boolean
}

export interface TestWallOptions extends TestServerOptions {
  /** Software WebGL takes most of a browser test's time: false for screens of which nobody judges the picture. Default true. */
  readonly picture?: boolean
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

/** A vehicle’s report: each is drawn on every open picture. */
const REPORT_MS = 2500

const launch = (serverUrl: string, proxyPort: number, picture: boolean): Promise<Browser> =>
  launchChromium({
    args: [
      ...(picture ? CHROMIUM_FLAGS : PLAIN_FLAGS),
      `--proxy-server=http://127.0.0.1:${proxyPort}`,
      `--proxy-bypass-list=<-loopback>;${new URL(serverUrl).host}`,
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  })

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
  ...options
}: TestWallOptions = {}): Promise<TestWall> => {
  const distDir = await agedDist(await builtDist())
  const server = await startTestServer({
    reportMs: REPORT_MS,
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
  const seats = makeSeats(browserOf)
  const screens: Heard[] = []
  const open = async ({
    account,
    path = '/view',
    size = DESK,
    picture = drawn,
    sharp = false,
  }: OpenOptions): Promise<Screen> => {
    const heard: Heard = { requests: [], faults: [] }
    screens.push(heard)
    const cookie = account === null ? null : await cookieFor(server, account)
    const seat = await seats.take({ picture, sharp }, size, cookie, heard)
    await seat.page.goto(`${server.url}${path}`)
    return { ...heard, page: seat.page, context: seat.context, close: () => seats.leave(seat) }
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

/** Goes to an address as a link within the application does: nothing is fetched or started anew. */
export const goWithin = (page: Page, path: string): Promise<void> =>
  page.evaluate(async (to) => {
    interface Application {
      readonly config: {
        readonly globalProperties: { readonly $router: { push(path: string): Promise<unknown> } }
      }
    }
    const app = (document.querySelector('#app') as unknown as { __vue_app__: Application }).__vue_app__
    await app.config.globalProperties.$router.push(to)
  }, path)

/** Takes the paint from a page until it is loaded anew, for who reads only how it is laid out and what it says; or gives it back. */
export const paint = (page: Page, shows: boolean): Promise<void> =>
  page.evaluate((opacity) => void (document.documentElement.style.opacity = opacity), shows ? '' : '0')

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
