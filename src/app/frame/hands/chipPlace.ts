export interface Hand {
  readonly x: number
  readonly y: number
  /** A finger, which hides what lies below and around it. */
  readonly touch: boolean
}
interface Size {
  readonly width: number
  readonly height: number
}

/** In units of the text size: from the pointer, from a finger, from the rim of the screen. */
const AWAY = { pointer: 1, finger: 3, rim: 0.5 } as const

const within = (value: number, most: number, rim: number): number =>
  Math.max(rim, Math.min(value, most - rim))

/**
 * The upper left corner of the chip, CSS pixels: to the lower right of the pointer, on its other side where the screen ends,
 * and above a finger, so that no hand lies on it.
 */
export const chipPlace = (
  hand: Hand,
  chip: Size,
  screen: Size,
  textPx: number,
): readonly [number, number] => {
  const rim = AWAY.rim * textPx
  const [mostX, mostY] = [screen.width - chip.width, screen.height - chip.height]
  if (hand.touch) {
    const away = AWAY.finger * textPx
    const above = hand.y - away - chip.height
    return [
      within(hand.x - chip.width / 2, mostX, rim),
      within(above < rim ? hand.y + away : above, mostY, rim),
    ]
  }
  const away = AWAY.pointer * textPx
  const [right, below] = [hand.x + away, hand.y + away]
  return [
    within(right > mostX - rim ? hand.x - away - chip.width : right, mostX, rim),
    within(below > mostY - rim ? hand.y - away - chip.height : below, mostY, rim),
  ]
}
