import { describe, expect, it, vi } from 'vitest'
import { makeAsking, MissingPart, type Page } from '../../../../src/app/chunks/asking.ts'

const AT = 'http://house.test/assets/preload-helper.js'
const file = (name: string): string => `http://house.test/assets/${name}`

/** A page whose server has some files or not, and its imports: each file is imported from the cache or fails for good. */
const makePage = (over: Partial<Page> = {}) => {
  const away = new Map<string, number | null>()
  const brought: string[] = []
  const reload = vi.fn()
  const page: Page = {
    at: AT,
    named: () => new Set([file('index.js')]),
    bring: async (href) => {
      brought.push(href)
      const status = away.get(href)
      if (status !== undefined) throw new MissingPart(href, status)
    },
    mayReload: async () => true,
    reload,
    ...over,
  }
  return { ask: makeAsking(page), away, brought, reload }
}
/** As the build writes it: the asking reads the address out of it. */
const part = (name: string, run: () => Promise<unknown>): (() => Promise<unknown>) =>
  Object.assign(run, { toString: () => `()=>import(\`./${name}\`).then(e=>e.t)` })
const settledOf = async (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: unknown) => error)

describe('a part of the page', () => {
  it('is imported once its files are there, each asked of the server once, what the document names never', async () => {
    const { ask, brought } = makePage()
    const load = part(
      'Panel.js',
      vi.fn(async () => 'panel'),
    )
    expect(
      await ask(load, ['assets/Panel.js', 'assets/index.js', 'assets/chart.js', 'assets/Panel.css']),
    ).toBe('panel')
    expect(brought).toEqual(['Panel.js', 'chart.js', 'Panel.css'].map(file))
    await ask(
      part('Other.js', async () => 1),
      ['assets/Other.js', 'assets/chart.js'],
    )
    expect(brought.slice(3)).toEqual([file('Other.js')])
  })

  it.each(['Panel.js', 'chart.js', 'Panel.css'])(
    'is not imported without %s, and comes by asking again',
    async (gone) => {
      const { ask, away, brought, reload } = makePage()
      const run = vi.fn(async () => 'panel')
      const again = () =>
        ask(part('Panel.js', run), ['assets/Panel.js', 'assets/chart.js', 'assets/Panel.css'])
      away.set(file(gone), 503)
      expect(String(await settledOf(again()))).toMatch(/未能载入.* \/ a part of the page did not come/)
      expect(run).not.toHaveBeenCalled()
      away.clear()
      expect(await again()).toBe('panel')
      expect(brought.filter((href) => href === file(gone))).toHaveLength(2)
      expect(brought.filter((href) => href !== file(gone))).toHaveLength(2)
      expect(reload).not.toHaveBeenCalled()
    },
  )
})

describe('a part that can come no more', () => {
  it('as the server has another build is told, and the next asking reads the page anew where it may', async () => {
    const mayReload = vi.fn(async () => false)
    const { ask, away, reload } = makePage({ mayReload })
    const again = () => ask(part('Panel.js', async () => 1))
    away.set(file('Panel.js'), 404)
    for (let i = 0; i < 2; i++) expect(await settledOf(again())).toBeInstanceOf(MissingPart)
    expect(reload).not.toHaveBeenCalled()
    mayReload.mockResolvedValue(true)
    void again()
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
  })

  it('that the browser did not import though it came is told as missing; what its own code throws stays that', async () => {
    const { ask, reload } = makePage()
    const lost = part('Panel.js', async () => {
      throw new TypeError('Failed to fetch dynamically imported module: http://house.test/assets/Panel.js')
    })
    expect(await settledOf(ask(lost))).toBeInstanceOf(MissingPart)
    void ask(lost)
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
    const broken = part('Broken.js', async () => {
      throw new RangeError('its own')
    })
    for (let i = 0; i < 2; i++) expect(await settledOf(ask(broken))).toBeInstanceOf(RangeError)
    expect(reload).toHaveBeenCalledOnce()
  })
})
