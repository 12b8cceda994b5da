/** One line of a menu. `checked` makes it one of a choice or a switch that stands. */
interface MenuEntry {
  readonly id: string
  readonly text: string
  /** Said beside the text, quieter. */
  readonly note?: string
  readonly role?: 'menuitem' | 'menuitemradio' | 'menuitemcheckbox'
  readonly checked?: boolean
  readonly lang?: string
  /** What names the line in the page, such as `data-action`. */
  readonly data?: Readonly<Record<`data-${string}`, string>>
  readonly run: () => void
}

/** Lines that stand together beneath a heading, or beneath a line where `title` is empty. */
export interface MenuGroup {
  readonly title: string
  readonly entries: readonly MenuEntry[]
}

/** What opens beneath a button: how a press outside it and its closing go together with the button's own press and focus. */
export const standBeneath = (face: HTMLElement) => {
  let left = false
  return {
    /** A press on the button closes by itself; anything else outside closes and keeps the focus that it took. */
    outside: (event: Event): void => {
      if (face.contains(event.target as Node)) event.preventDefault()
      else left = true
    },
    giveBack: (event: Event): void => {
      event.preventDefault()
      if (!left) face.focus({ preventScroll: true })
    },
  }
}

/** Marks what lies above the page: keys that are pressed inside belong to it alone. */
export const OVERLAY = '[data-overlay]'
