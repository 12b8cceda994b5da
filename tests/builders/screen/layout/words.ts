/** What is wrong with the words of the frame's parts, where they are seen. */
export interface Words {
  /** Words that a box around them cuts, without an ellipsis. */
  readonly cut: readonly string[]
  /** Words that lie over other words. */
  readonly collide: readonly string[]
}
interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
interface Word {
  readonly element: HTMLElement
  readonly box: Box
  /** What the boxes around it let through. */
  readonly seen: Box
  /** A list that scrolls, a foot that leaves out what has no room, or an ellipsis: what is not seen is meant so. */
  readonly isMeant: boolean
}

/** The words of one part, a line each. */
const wordsIn = (part: HTMLElement): Word[] => {
  const through = (box: Box, around: Element): Box => {
    const { overflowX, overflowY } = getComputedStyle(around)
    const clip = around.getBoundingClientRect()
    return {
      left: overflowX === 'visible' ? box.left : Math.max(box.left, clip.left),
      right: overflowX === 'visible' ? box.right : Math.min(box.right, clip.right),
      top: overflowY === 'visible' ? box.top : Math.max(box.top, clip.top),
      bottom: overflowY === 'visible' ? box.bottom : Math.min(box.bottom, clip.bottom),
    }
  }
  const isMeant = (element: Element): boolean => {
    const { textOverflow, webkitLineClamp } = getComputedStyle(element)
    return (
      textOverflow === 'ellipsis' ||
      webkitLineClamp !== 'none' ||
      element.matches('.scroll, .panel > footer, [data-verdict] .counts')
    )
  }
  const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  const found: Word[] = []
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement!
    if (node.textContent!.trim() === '' || element.closest('svg, .visually-hidden')) continue
    if (!element.checkVisibility({ visibilityProperty: true })) continue
    const around: Element[] = []
    for (let at: Element | null = element; at && at !== part.parentElement; at = at.parentElement)
      around.push(at)
    range.selectNodeContents(node)
    for (const box of range.getClientRects())
      found.push({
        element,
        box,
        seen: around.reduce<Box>(through, box),
        isMeant: around.some(isMeant),
      })
  }
  return found
}

/** Runs in the page, beside wordsIn. */
const wordsOf = (): Words => {
  const MORE = 2
  const wide = ({ left, right }: Box): number => right - left
  const high = ({ top, bottom }: Box): number => bottom - top
  const isCut = ({ box, seen }: Word): boolean =>
    wide(seen) < wide(box) - MORE || high(seen) < high(box) * 0.7
  /** The letters of a line stand in its middle: a face has room above and below them. */
  const letters = ({ left, top, right, bottom }: Box): Box => {
    const air = (bottom - top) * 0.2
    return { left, right, top: top + air, bottom: bottom - air }
  }
  const isOver = (a: Box, b: Box): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > MORE &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > MORE
  const told = ({ element }: Word): string => `${element.tagName}.${element.className} ${element.innerText}`
  const parts = document.querySelectorAll<HTMLElement>(
    '.panel, [data-verdict], .legend-card, header.top, .inset, .strip',
  )
  const all = [...parts].map(wordsIn)
  return {
    cut: all.flat().flatMap((word) => (isCut(word) && !word.isMeant ? [told(word)] : [])),
    collide: all.flatMap((words) => {
      const seen = words.filter((word) => wide(word.seen) > MORE && high(word.seen) > MORE)
      return seen.flatMap((word, i) =>
        seen
          .slice(i + 1)
          .filter(
            (other) => other.element !== word.element && isOver(letters(word.seen), letters(other.seen)),
          )
          .map((other) => `${told(word)} / ${told(other)}`),
      )
    }),
  }
}

/** As text, for the page: the second calls the first by its name. */
export const WORDS = { wordsIn, wordsOf }
