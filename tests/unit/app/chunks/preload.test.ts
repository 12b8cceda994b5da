// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://house.test/view/450100?scene=overview" }
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'

/** Where the built module would lie: its parts are asked for beside it. */
const file = (name: string): string => new URL(`./${name}`, import.meta.resolve(MODULE)).href
const MODULE = '../../../../src/app/chunks/preload.ts'

let answers: (address: string) => Response | Promise<Response>
let asked: string[]
/** A head that loads what a link in it names, as a browser does. */
const bringing =
  (ask: (href: string) => Promise<Response>) =>
  (...links: (string | Node)[]): void => {
    const link = links[0] as HTMLLinkElement
    const tell = (event: string): unknown => link.dispatchEvent(new Event(event))
    void ask(link.href)
      .then(async (answer) => (answer.ok ? await answer.arrayBuffer() : Promise.reject(answer)))
      .then(
        () => tell('load'),
        () => tell('error'),
      )
  }
let reload: ReturnType<typeof vi.fn>
let MissingPart: (typeof import('../../../../src/app/chunks/asking.ts'))['MissingPart']
let preload: (typeof import('../../../../src/app/chunks/preload.ts'))['preload']
beforeEach(async () => {
  vi.resetModules()
  ;({ MissingPart } = await import('../../../../src/app/chunks/asking.ts'))
  ;({ preload } = await import('../../../../src/app/chunks/preload.ts'))
  asked = []
  answers = () => new Response('ok')
  const ask = async (input: string): Promise<Response> => {
    asked.push(input)
    return answers(input)
  }
  vi.stubGlobal('fetch', ask)
  vi.spyOn(document.head, 'append').mockImplementation(bringing(ask))
  reload = vi.fn()
  vi.spyOn(location, 'reload').mockImplementation(reload as () => void)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  document.head.replaceChildren()
  document.body.replaceChildren()
})

/** A part as the build writes its import. */
const part = (name: string, run: () => Promise<unknown> = async () => name): (() => Promise<unknown>) =>
  Object.assign(run, { toString: () => `()=>import(\`./${name}\`)` })
const gone = (): Response => new Response('', { status: 404 })
const faultOf = (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(() => null).catch((error: unknown) => error)

describe('a script of the build', () => {
  it('is in the browser’s cache before it is imported', async () => {
    expect(await preload(part('Panel.js'))).toBe('Panel.js')
    expect(asked).toEqual([file('Panel.js')])
  })

  it.each([
    ['is not there', async () => gone(), /Panel\.js: HTTP 404/],
    ['is answered by no server', () => Promise.reject(new TypeError('Failed to fetch')), /\(Panel\.js\)/],
    [
      'breaks off',
      async () => {
        const broken = new Response('half')
        vi.spyOn(broken, 'arrayBuffer').mockRejectedValue(new TypeError('network error'))
        return broken
      },
      /\(Panel\.js\)/,
    ],
  ] as const)('that %s is told and asked for anew', async (_, answer, words) => {
    const run = vi.fn(async () => 'panel')
    answers = answer
    const fault = await faultOf(preload(part('Panel.js', run)))
    expect(fault).toBeInstanceOf(MissingPart)
    expect(String(fault)).toMatch(words)
    expect(run).not.toHaveBeenCalled()
    answers = () => new Response('ok')
    expect(await faultOf(preload(part('Other.js')))).toBeNull()
  })

  it('that the document names came with it', async () => {
    document.head.innerHTML = `<link href="${file('index.js')}">`
    await preload(part('index.js'))
    expect(asked).toEqual([])
  })
})

describe('a style sheet of the build', () => {
  const sheet = 'assets/Panel.css'
  /** A head that is in no document loads nothing by itself: the browser brings it, or not. */
  let head: HTMLElement
  const opened = (comes: boolean): Promise<unknown> => {
    head = document.createElement('head')
    vi.spyOn(document.head, 'append').mockImplementation((...links) => {
      head.append(...links)
      queueMicrotask(() => (links[0] as HTMLElement).dispatchEvent(new Event(comes ? 'load' : 'error')))
    })
    return faultOf(preload(part('Panel.js'), [sheet]))
  }
  const styles = (): HTMLLinkElement[] => [...head.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]

  it('stands in the document before its part is shown', async () => {
    expect(await opened(true)).toBeNull()
    expect(styles().map(({ rel, href }) => [rel, new URL(href).pathname])).toEqual([
      ['stylesheet', '/assets/Panel.css'],
    ])
  })

  it('that did not come is told, leaves nothing behind and is asked for anew', async () => {
    const fault = await opened(false)
    expect(fault).toBeInstanceOf(MissingPart)
    expect(String(fault)).toContain('Panel.css')
    expect(styles()).toEqual([])
    expect(await opened(true)).toBeNull()
  })
})

describe('a part that the server has no more', () => {
  /** It was found missing once; so old is the page when it is asked for again. */
  const again = async (pageMs: number): Promise<void> => {
    answers = (address) => (address === location.pathname ? new Response('<!doctype html>') : gone())
    await faultOf(preload(part('Panel.js')))
    vi.spyOn(performance, 'now').mockReturnValue(pageMs)
    void preload(part('Panel.js')).catch(() => undefined)
    await new Promise((done) => setTimeout(done, 5))
  }

  it('has the page read anew at its address by the next call', async () => {
    await again(MINUTE_MS)
    expect(reload).toHaveBeenCalledOnce()
    expect(asked.filter((address) => address === '/view/450100')).toHaveLength(1)
  })

  it('does not where the page itself is new: what is missing then is missing in the house', async () => {
    await again(MINUTE_MS - 1)
    expect(reload).not.toHaveBeenCalled()
  })

  it.each(['<input>', '<textarea></textarea>', '<select></select>'])(
    'does not while somebody writes in %s',
    async (html) => {
      document.body.innerHTML = html
      ;(document.body.firstElementChild as HTMLElement).focus()
      await again(MINUTE_MS)
      expect(reload).not.toHaveBeenCalled()
    },
  )

  it.each([
    ['does not answer', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['is in trouble', async () => new Response('', { status: 503 })],
  ] as const)('does not where its server %s', async (_, page) => {
    answers = (address) => (address === location.pathname ? page() : gone())
    await faultOf(preload(part('Panel.js')))
    vi.spyOn(performance, 'now').mockReturnValue(MINUTE_MS)
    expect(await faultOf(preload(part('Panel.js')))).toBeInstanceOf(MissingPart)
    expect(reload).not.toHaveBeenCalled()
  })
})
