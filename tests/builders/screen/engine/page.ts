/**
 * A page on which a test can mount any scene engine. The page is built by Vite as the product is, served
 * with a strict content security policy, and opens by URL: `/?engine=map&case=regions`.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { extname, join, normalize } from 'node:path'
import { build, type Rolldown } from 'vite'
import type { Browser, Page } from 'playwright-core'
import { sourcesHash } from '../../../../server/launch/build.ts'
import type { Harness } from './page.client.ts'
import { madeOnce } from '../wallDist.ts'

export type EngineName = 'map' | 'mapbox' | 'globe' | 'interior' | 'none'

declare global {
  interface Window {
    harness: Harness
  }
}

export interface EnginePages {
  readonly origin: string
  /** Opens the page; `requests` collects every address that it asked for outside its own origin. */
  open(options: OpenOptions): Promise<EnginePage>
  close(): Promise<void>
}

export interface OpenOptions {
  readonly engine: EngineName
  /** A case of tests/builders/screen/engine/cases.ts to begin with. */
  readonly case?: string
  readonly size?: readonly [number, number]
  readonly devicePixelRatio?: number
  /** The step of fineness that stands; the finest where it is left out. */
  readonly quality?: number
  /** Whether nothing glides; default false. */
  readonly still?: boolean
  /** What hosts outside answer; without it they cannot be reached. */
  readonly outsideStatus?: number
}

export interface EnginePage {
  readonly page: Page
  readonly requests: string[]
  readonly consoleErrors: string[]
  close(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const CSP =
  "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' data: blob:; font-src 'self' data:"
/** With a Mapbox token a site lets its maker's hosts through. */
export const MAPBOX_POLICY = CSP.replace("connect-src 'self'", "connect-src 'self' https://*.mapbox.com")
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
}

/** Mounted folders of static files, e.g. a library's assets: URL prefix → folder relative to the repository. */
export interface PageOptions {
  readonly folders?: Readonly<Record<string, string>>
  readonly contentSecurityPolicy?: string
  /** A module of the page's own instead of the harness. */
  readonly entry?: string
}

/** Serves the page; each engine is a part of its own, loaded only where it is asked for. */
export const serveEnginePages = async (browser: Browser, options: PageOptions = {}): Promise<EnginePages> => {
  const folder = await builtPage(options.entry)
  const server = createServer((request, response) => {
    void respond(folder, options, request.url ?? '/').then(({ status, type, body }) => {
      response
        .writeHead(status, {
          'content-type': type,
          'content-security-policy': options.contentSecurityPolicy ?? CSP,
        })
        .end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return {
    origin,
    open: (wanted) => openPage(browser, origin, wanted),
    close: () => closeServer(server),
  }
}

const ENGINE_MODULES: Record<EngineName, string> = {
  map: "import('/src/engines/map/index.ts').then((m) => m.createMapEngine())",
  mapbox: "import('/src/engines/map/index.ts').then((m) => m.createMapboxEngine())",
  globe: "import('/src/engines/globe/index.ts').then((m) => m.createGlobeEngine())",
  interior: "import('/src/engines/interior/index.ts').then((m) => m.createInteriorEngine())",
  none: "import('/src/engines/none/index.ts').then((m) => m.createNoneEngine())",
}

const entryOf = (own: string | undefined): string => {
  if (own) return `import '${own}'`
  const factories = Object.entries(ENGINE_MODULES).map(([name, make]) => `${name}: () => ${make}`)
  return `import { startHarness } from '/tests/builders/screen/engine/page.client.ts'\nstartHarness({ ${factories.join(',\n')} })`
}

/** Lines that the page reaches are asked for only where its coverage is. */
const MAPPED = Boolean(process.env['GUANLAN_TEST_PAGES_DIR'])
/** Whatever of the page lies in these folders. */
const CLIENT_FOLDERS = ['tests/builders/screen/engine', 'tests/bench/movers', 'tests/bench/interior']

/** The folder of the built page: one build of these sources for all test files. */
const builtPage = (own?: string): Promise<string> => {
  const entry = entryOf(own)
  const hash = createHash('sha256').update(sourcesHash()).update(entry).update(String(MAPPED))
  for (const folder of CLIENT_FOLDERS)
    for (const file of readdirSync(join(ROOT, folder)).sort())
      hash.update(readFileSync(join(ROOT, folder, file)))
  return madeOnce(`engines-${hash.digest('hex').slice(0, 16)}`, (folder) => buildPage(entry, folder))
}

const buildPage = async (entry: string, outDir: string): Promise<void> => {
  const { output } = (await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      {
        name: 'engine-page',
        resolveId: (id) => (id === 'virtual:engine-page' ? `\0${id}` : undefined),
        load: (id) => (id === '\0virtual:engine-page' ? entry : undefined),
      },
    ],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      sourcemap: MAPPED,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rollupOptions: { input: { page: 'virtual:engine-page' }, output: { entryFileNames: 'page.js' } },
    },
  })) as Rolldown.RolldownOutput
  const styles = output
    .filter(({ fileName }) => fileName.endsWith('.css'))
    .map(({ fileName }) => `<link rel="stylesheet" href="/${fileName}">`)
  writeFileSync(
    join(outDir, 'index.html'),
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>engine</title>${styles.join('')}<style>html,body{margin:0;height:100%;background:#060d18}#scene{position:absolute;inset:0}</style><div id="scene"></div><script type="module" src="/page.js"></script>`,
  )
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
}

const within = (folder: string, path: string): Promise<Uint8Array | null> =>
  readFile(join(folder, normalize(`/${path}`))).catch(() => null)

const respond = async (built: string, { folders = {} }: PageOptions, url: string): Promise<Answer> => {
  const asked = decodeURIComponent(url.split('?')[0] ?? '/')
  const path = asked === '/' ? '/index.html' : asked
  const type = TYPES[extname(path)] ?? 'application/octet-stream'
  const prefix = Object.keys(folders).find((start) => path.startsWith(start))
  const body = prefix
    ? await within(join(ROOT, folders[prefix] as string), path.slice(prefix.length))
    : await within(built, path)
  return body ? { status: 200, type, body } : { status: 404, type: 'text/plain', body: `no ${path}` }
}

const openPage = async (browser: Browser, origin: string, options: OpenOptions): Promise<EnginePage> => {
  const [width, height] = options.size ?? [640, 360]
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: options.devicePixelRatio ?? 1,
  })
  const page = await context.newPage()
  const requests: string[] = []
  const consoleErrors: string[] = []
  await context.route(
    (url) => url.origin !== origin && !['data:', 'blob:'].includes(url.protocol),
    (route) => {
      requests.push(route.request().url())
      return options.outsideStatus
        ? route.fulfill({
            status: options.outsideStatus,
            headers: { 'access-control-allow-origin': '*' },
            body: '{}',
          })
        : route.abort()
    },
  )
  page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()))
  page.on('pageerror', (error) => consoleErrors.push(error.message))
  const query = new URLSearchParams({
    engine: options.engine,
    ...(options.case ? { case: options.case } : {}),
    ...(options.still ? { still: '1' } : {}),
    ...(options.quality ? { quality: String(options.quality) } : {}),
  })
  await page.goto(`${origin}/?${query}`)
  await page.waitForFunction(() => window.harness?.state !== 'mounting', undefined, { timeout: 120_000 })
  return { page, requests, consoleErrors, close: () => context.close() }
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })
