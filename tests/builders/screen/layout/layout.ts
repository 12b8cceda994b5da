import type { Page } from 'playwright-core'
import { HAN_REASONS, hanIn } from './han.ts'
import { WORDS, type Words } from './words.ts'

/** The screen as it is laid out, each list naming what is wrong; empty lists where nothing is. */
export interface Layout extends Words {
  /** Size of the smallest text that shows, CSS pixels. */
  readonly smallestPx: number
  /** What scrolls sideways. */
  readonly sideways: readonly string[]
  /** Parts of the frame that reach beyond the window. */
  readonly outside: readonly string[]
  /** Text that its own box cuts without an ellipsis. */
  readonly clipped: readonly string[]
  /** Parts of the frame that lie over one another; in a sheet that scrolls, none do. */
  readonly over: readonly string[]
  /** Rows of lists of which a part shows only. */
  readonly half: readonly string[]
  /** Chinese in an English screen that has no reason to be. */
  readonly han: readonly string[]
  /** Lists that stand in their middle, though no hand moved them. */
  readonly moved: readonly string[]
  /** Lists of warnings and rankings of which not one row shows whole. */
  readonly bare: readonly string[]
  /** Questions of verdicts, and the name of the open place, that a phone cuts short, by an ellipsis too. */
  readonly short: readonly string[]
  /** Keys that are named on a phone, which has none. */
  readonly keys: readonly string[]
  /** Words of the frame's rows, and parts of it, that lie on a seam between two screens. */
  readonly onSeam: readonly string[]
  /** Elements of the application. */
  readonly nodes: number
}

type Boxes = Pick<Layout, 'over' | 'half' | 'moved' | 'bare'>
type Small = Pick<Layout, 'short' | 'keys'>

const textOf = (): Omit<Layout, keyof (Boxes & Small & Words) | 'onSeam' | 'han'> => {
  const [width, height] = [innerWidth, innerHeight]
  const told = (element: Element): string =>
    `${element.tagName}.${element.className} ${(element as HTMLElement).innerText?.slice(0, 24)}`
  const all = [...document.querySelectorAll<HTMLElement>('#app *')]
  const seen = all.filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('.stage, svg, .visually-hidden') === null,
  )
  const texts = seen.filter((element) =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
    ),
  )
  const scrolls = (element: Element): boolean => element.closest('.scroll') !== null
  const cut = (element: HTMLElement): boolean => {
    const style = getComputedStyle(element)
    if (style.textOverflow === 'ellipsis' || style.overflowX === 'visible' || scrolls(element)) return false
    return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1
  }
  return {
    smallestPx: Math.min(...texts.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))),
    sideways:
      document.documentElement.scrollWidth > width
        ? ['the page']
        : seen
            .filter(
              (element) => element.matches('.scroll, .body') && element.scrollWidth > element.clientWidth + 1,
            )
            .map(told),
    outside: seen
      .filter((element) =>
        element.matches(
          '.panel, header.top, .strip, .legend-card, [data-verdict], .tools > *, .scenes > *, .crumbs li > *',
        ),
      )
      .filter((element) => !element.parentElement?.closest('.sheet'))
      .filter((element) => {
        const box = element.getBoundingClientRect()
        return box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1
      })
      .map(told),
    clipped: texts.filter(cut).map(told),
    nodes: all.length,
  }
}

const boxesOf = (): Boxes => {
  const told = (element: Element): string =>
    `${element.tagName}.${element.className} ${(element as HTMLElement).innerText?.slice(0, 24)}`
  const PARTS = '.panel, header.top, .strip, .legend-card, [data-verdict]'
  const seen = (selector: string): HTMLElement[] =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    )
  const parts = seen(PARTS).filter((element) => !element.parentElement?.closest(`${PARTS}, .sheet`))
  const boxes = parts.map((element) => ({ element, box: element.getBoundingClientRect() }))
  const isOver = (a: DOMRect, b: DOMRect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
  /** A list shows of a row what its own box and its panel let through. */
  const isHalf = (row: HTMLElement): boolean => {
    const { top, bottom, height } = row.getBoundingClientRect()
    const clips = [row.closest('.scroll'), row.closest('.body')].flatMap((box) =>
      box ? [box.getBoundingClientRect()] : [],
    )
    const shown =
      Math.min(bottom, ...clips.map((box) => box.bottom)) - Math.max(top, ...clips.map((box) => box.top))
    return shown > 2 && shown < height - 2
  }
  const isBare = (list: HTMLElement): boolean => {
    const [row] = list.children
    const body = list.closest('.body')
    if (!row || !body) return false
    const { bottom } = row.getBoundingClientRect()
    return bottom > Math.min(list.getBoundingClientRect().bottom, body.getBoundingClientRect().bottom) + 2
  }
  return {
    moved: seen('.room > .scroll')
      .filter((list) => list.scrollTop > 0)
      .map(told),
    bare: seen('.room > .scroll')
      .filter((list) => list.matches('.ranked, :has([data-alert-row])'))
      .filter((list) => list.scrollTop === 0 && isBare(list))
      .map(told),
    over: boxes.flatMap(({ element, box }, i) =>
      boxes
        .slice(i + 1)
        .filter((other) => isOver(box, other.box))
        .map((other) => `${told(element)} / ${told(other.element)}`),
    ),
    half: seen('.panel :is(ol, ul).scroll > li, .panel .board li').filter(isHalf).map(told),
  }
}

const smallOf = (): Small => {
  const seen = (selector: string): HTMLElement[] =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    )
  const isCut = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }: HTMLElement): boolean =>
    scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 2
  const told = (element: HTMLElement): string => `${element.tagName} ${element.innerText.slice(0, 60)}`
  const isPhone = innerWidth < 540
  return {
    short: (isPhone ? seen('[data-verdict] h2, .crumbs [aria-current]') : []).filter(isCut).map(told),
    keys: (isPhone ? seen('kbd') : []).map(told),
  }
}

const onSeamOf = (): string[] => {
  /** Of a wall of so many screens alike as its profile names; three side by side without one. */
  const named = Number(/^\d+x[\d.]+x(\d+)(?:x|$)/.exec(localStorage.getItem('guanlan.wall') ?? '')?.[1] ?? 0)
  const screens = named || (innerWidth / innerHeight >= 4.4 ? 3 : 1)
  const seams = Array.from({ length: screens - 1 }, (_, i) => (innerWidth * (i + 1)) / screens)
  type Span = Pick<DOMRect, 'left' | 'right'>
  const isOn = ({ left, right }: Span): boolean => seams.some((seam) => left < seam - 1 && right > seam + 1)
  /** What is cut by a box around it is not seen beyond that box. */
  const seenOf = (element: Element, { left, right }: Span): Span => {
    const spans: Span[] = [{ left, right }]
    for (let at: Element | null = element; at; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') spans.push(at.getBoundingClientRect())
    return {
      left: Math.max(...spans.map((span) => span.left)),
      right: Math.min(...spans.map((span) => span.right)),
    }
  }
  const seen = (selector: string): HTMLElement[] =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    )
  const wordsOf = (element: HTMLElement): Span[] => {
    const range = document.createRange()
    return [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE) return []
      range.selectNodeContents(node)
      return [...range.getClientRects()].map((word) => seenOf(element, word))
    })
  }
  return [
    ...seen('header.top *, .strip *').filter((element) => wordsOf(element).some(isOn)),
    ...seen('.panel, .legend-card, [data-verdict]').filter((element) =>
      isOn(element.getBoundingClientRect()),
    ),
  ].map((element) => `${element.tagName}.${element.className} ${element.innerText?.slice(0, 24)}`)
}

/** Each runs in the page, by itself. */
const READERS = [textOf, boxesOf, smallOf, onSeamOf, hanIn, WORDS.wordsIn, WORDS.wordsOf].join(', ')

/**
 * Reads sizes of text, words of another language, boxes beyond the window, boxes over boxes, and text and rows that are cut:
 * all of one moment, when a frame has been laid out as it is seen. What came in since would be laid out with the next one.
 */
export const layoutOf = (page: Page): Promise<Layout> =>
  page.evaluate(`(async () => {
    await new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = done
      port2.postMessage(null)
    }))
    const [textOf, boxesOf, smallOf, onSeamOf, hanIn, wordsIn, wordsOf] = [${READERS}]
    return {
      ...textOf(),
      ...boxesOf(),
      ...smallOf(),
      ...wordsOf(),
      onSeam: onSeamOf(),
      han: document.documentElement.lang === 'en' ? hanIn(${JSON.stringify(HAN_REASONS)}) : [],
    }
  })()`)
