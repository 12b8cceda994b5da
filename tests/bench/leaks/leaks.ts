import type { CDPSession, Page } from 'playwright-core'
import type { Interior, PlaceView } from '#shared/protocol/http.ts'
import { goWithin, settled, startTestWall, type TestWall } from '../../builders/screen/wall.ts'
import { hostOf } from '../../builders/screen/picture/drawnHost.ts'
import { print } from '../parts/figure.ts'
import type { Bench } from '../run.ts'

/** What a page holds, after the collector ran. */
interface Held {
  readonly heapMb: number
  readonly listeners: number
  readonly nodes: number
  readonly textures: number
  readonly buffers: number
}

const DRILLS = 200
const FIRST = 10
const STEP_LIMIT_MS = 120_000
const REPORT_MS = 600_000
const NOW = Date.parse('2026-11-19T10:00:00+08:00')

/** Runs in the page before anything else: textures and buffers that are alive, by context; one that is lost holds none. */
const countGl = (): void => {
  const contexts = new Map<WeakRef<WebGL2RenderingContext>, Record<'Texture' | 'Buffer', number>>()
  const known = new WeakMap<WebGL2RenderingContext, Record<'Texture' | 'Buffer', number>>()
  const of = (gl: WebGL2RenderingContext): Record<'Texture' | 'Buffer', number> => {
    const counts = known.get(gl) ?? { Texture: 0, Buffer: 0 }
    if (!known.has(gl)) {
      known.set(gl, counts)
      contexts.set(new WeakRef(gl), counts)
    }
    return counts
  }
  type Any = (this: WebGL2RenderingContext, ...args: never[]) => unknown
  const all = WebGL2RenderingContext.prototype as unknown as Record<string, Any>
  for (const kind of ['Texture', 'Buffer'] as const) {
    const [create, remove] = [all[`create${kind}`]!, all[`delete${kind}`]!]
    all[`create${kind}`] = function (...args) {
      of(this)[kind]++
      return create.apply(this, args)
    }
    all[`delete${kind}`] = function (...args) {
      if (args[0]) of(this)[kind]--
      return remove.apply(this, args)
    }
  }
  Object.assign(window, {
    heldGl: () =>
      [...contexts].reduce(
        (sum, [ref, { Texture, Buffer }]) => {
          const gl = ref.deref()
          if (!gl || gl.isContextLost()) return sum
          return { textures: sum.textures + Texture, buffers: sum.buffers + Buffer }
        },
        { textures: 0, buffers: 0 },
      ),
  })
}

const heldNow = async (page: Page, session: CDPSession): Promise<Held> => {
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const gl = await page.evaluate(() =>
    (window as unknown as { heldGl(): { textures: number; buffers: number } }).heldGl(),
  )
  return { heapMb: usedSize / 1e6, listeners: jsEventListeners, nodes, ...gl }
}

/** From the region inward to a desk, out again, to the globe and back: the addresses of one drill. */
const wayOf = async (wall: TestWall): Promise<string[]> => {
  const read = async <T>(url: string): Promise<T> =>
    (await wall.server.request('manager', 'GET', url)).body as T
  const county = await read<PlaceView>('/api/places/450103')
  const compound = await read<PlaceView>(`/api/places/${county.children[0]!.id}`)
  const building = compound.children[0]!.id
  const { floors } = await read<Interior>(`/api/buildings/${building}/interior`)
  const floor = floors.find(({ rooms }) => rooms.some(({ desks }) => desks.length > 0))!
  const room = floor.rooms.find(({ desks }) => desks.length > 0)!
  return [
    '450103',
    compound.id,
    building,
    floor.id,
    `${floor.id}?sel=room:${room.id}`,
    `${floor.id}?sel=workstation:${room.desks[0]!.id}`,
    building,
    compound.id,
    '450000',
    '450000?engine=globe',
    '450000?engine=map',
  ]
}

/** `npm run bench -- leaks`: 200 drills in and out across map, stage and globe; what the page holds at the tenth and at the last. */
export const bench: Bench = async ({ rest }) => {
  const drills = Number(rest['frames'] ?? DRILLS)
  const wall = await startTestWall({ reportMs: REPORT_MS, clockOffsetMs: NOW - Date.now() })
  const { page, context } = await wall.open({ account: 'manager', path: '/view/450000', size: [960, 540] })
  await page.addInitScript(countGl)
  await page.goto(`${wall.server.url}/view/450000`)
  await settled(page)
  const session = await context.newCDPSession(page)
  const host = await hostOf(page)
  const way = await wayOf(wall)
  const step = async (to: string): Promise<void> => {
    const [id] = to.split('?')
    const before = await host.evaluate((one) => one.engine()?.stats().frames ?? 0)
    await goWithin(page, `/view/${to}`)
    await page.waitForSelector(`.frame[data-place="${id}"][data-kind] .host[data-loading="false"]`, {
      state: 'attached',
      timeout: STEP_LIMIT_MS,
    })
    await page.waitForFunction(
      ([one, frames]) => {
        const engine = one.engine()
        return engine !== null && engine.stats().frames !== frames && engine.pending().length === 0
      },
      [host, before] as const,
      { timeout: STEP_LIMIT_MS },
    )
  }
  let first: Held | null = null
  for (let drill = 1; drill <= drills; drill++) {
    for (const to of way) await step(to)
    if (drill === FIRST) first = await heldNow(page, session)
  }
  const last = await heldNow(page, session)
  const units: Record<keyof Held, string> = {
    heapMb: 'MB',
    listeners: 'listeners',
    nodes: 'nodes',
    textures: 'textures',
    buffers: 'buffers',
  }
  for (const name of Object.keys(units) as (keyof Held)[])
    print({
      bench: 'leaks',
      metric: `${name} after drill ${drills}; baseline: after drill ${FIRST}`,
      value: last[name],
      unit: units[name],
      ...(first ? { baseline: first[name] } : {}),
    })
  await wall.stop()
}
