import type { RoomIcon } from '#shared/scene/roomIcons.ts'

/** The square that the signs are drawn in, and the width of their line there. */
const BOX = 24
const LINE = 1.7
/** The dark edge around a line, as around a text. */
const EDGE = 3.4

/** One stroke each, on a square of 24 units from the top left; SVG path data. */
const PATHS: Readonly<Record<RoomIcon, string>> = {
  meeting: 'M5 9h14v6H5zM7 5.5h3M14 5.5h3M7 18.5h3M14 18.5h3M2.2 10.5v3M21.8 10.5v3',
  reception:
    'M5 11V7.5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2V11M3 11.5v6h18v-6a1.8 1.8 0 0 0-3.4 0V14H6.4v-2.5a1.8 1.8 0 0 0-3.4 0M6 17.5v2M18 17.5v2',
  archive: 'M3.5 4.5h17v4h-17zM5 8.5v11h14v-11M9.5 12.5h5',
  books:
    'M12 6.5C9.5 4.8 6.5 4.5 3.5 5v13c3-.5 6-.2 8.5 1.5 2.5-1.7 5.5-2 8.5-1.5V5c-3-.5-6-.2-8.5 1.5zM12 6.5v13',
  network: 'M5 3.5h14v6H5zM5 14.5h14v6H5zM8 6.5h.01M8 17.5h.01M12 6.5h4M12 17.5h4M12 9.5v5',
  lock: 'M5.5 10.5h13v9.5h-13zM8 10.5V8a4 4 0 0 1 8 0v2.5M12 14v2.5',
  print: 'M7 8.5v-5h10v5M7 17H3.5V8.5h17V17H17M7 13.5h10v7H7zM17 11h.01',
  post: 'M3 5.5h18v13H3zM3.5 6l8.5 7 8.5-7',
  medical: 'M9 3.5h6V9h5.5v6H15v5.5H9V15H3.5V9H9z',
  duty: 'M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.5V12l3.2 2.2',
  storage: 'M12 3l8.5 4.5v9L12 21l-8.5-4.5v-9zM3.5 7.5L12 12l8.5-4.5M12 12v9',
  tools:
    'M14.5 6.5a4.2 4.2 0 0 1 5.4-3l-2.6 2.7.4 2 2 .4 1.3-1.3a4.2 4.2 0 0 1-5.6 4.4L7.7 19.4a2 2 0 0 1-3-3l7.7-7.6a4.2 4.2 0 0 1 2.1-2.3',
  water:
    'M4.5 9h12v7a4 4 0 0 1-4 4h-4a4 4 0 0 1-4-4zM16.5 10.5h1.5a2.5 2.5 0 0 1 0 5.5h-1.5M8 3.5v2.5M12.5 3.5v2.5',
  toilet:
    'M7 3.3a1.5 1.5 0 1 0 .01 0M4.5 9h5M7 9v6M5.8 15v5.5M8.2 15v5.5M12 3v18M17 3.3a1.5 1.5 0 1 0 .01 0M17 9l-2.8 6.5h5.6zM15.8 15.5v5M18.2 15.5v5',
  power: 'M13 3L5.5 13.5h6L10.5 21l7.5-10.5h-6z',
  drop: 'M12 3.5c3.5 4.3 6 7.2 6 10.5a6 6 0 0 1-12 0c0-3.3 2.5-6.2 6-10.5zM9 14.5a3 3 0 0 0 3 3',
  flame:
    'M12 3c1 4 5.5 5.8 5.5 11a5.5 5.5 0 0 1-11 0c0-2.3 1.3-3.8 2.3-5 .5 1.5 1.2 2 1.7 2.2C10.5 8.5 10.5 5.5 12 3zM10 16.5a2 2 0 0 0 4 0',
  air: 'M12 12m-1.7 0a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0-3.4 0M12 10.3c-1-3-.3-6 2.5-6.5s3.5 2.5.5 5M13.7 12c3-1 6-.3 6.5 2.5s-2.5 3.5-5 .5M12 13.7c1 3 .3 6-2.5 6.5s-3.5-2.5-.5-5M10.3 12c-3 1-6 .3-6.5-2.5s2.5-3.5 5-.5',
  lift: 'M5 3.5h14v17H5zM9 10.5l3-3.5 3 3.5M9 13.5l3 3.5 3-3.5',
  canteen: 'M6 3.5v5a2.5 2.5 0 0 0 5 0v-5M8.5 3.5v17M17.5 20.5v-17c-2.5 1-3.5 4-3.5 8h3.5',
  parking: 'M4 4h16v16H4zM9.5 17V7.5h3.5a3 3 0 0 1 0 6H9.5',
  shield: 'M12 3l7.5 3v5.5c0 4.5-3 7.7-7.5 9.5-4.5-1.8-7.5-5-7.5-9.5V6z',
  guard: 'M12 3l7.5 3v5.5c0 4.5-3 7.7-7.5 9.5-4.5-1.8-7.5-5-7.5-9.5V6zM12 8.5v6M9 11.5h6',
  technical:
    'M9.5 3.5h5M10.5 3.5v6L5 18.5a1.5 1.5 0 0 0 1.3 2.2h11.4a1.5 1.5 0 0 0 1.3-2.2l-5.5-9v-6M8 14.5h8',
  service: 'M3.5 17.5h17M5 17.5a7 7 0 0 1 14 0M12 10.5V8M10.5 8h3',
  equipment:
    'M12 8.5a3.5 3.5 0 1 0 .01 0M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2',
}

/** The sign of a room within a text. */
export interface Glyph {
  readonly icon: RoomIcon
  /** Of its square, device pixels. */
  readonly sizePx: number
  readonly color: string
  /** What it stands for, where no text says it. */
  readonly says: string
}

/** Draws a sign around this middle, with an edge as texts have it. */
export const drawGlyph = (
  brush: CanvasRenderingContext2D,
  { icon, sizePx, color }: Glyph,
  [x, y]: readonly [number, number],
  halo: string,
): void => {
  const path = new Path2D(PATHS[icon])
  const scale = sizePx / BOX
  brush.save()
  brush.translate(x - sizePx / 2, y - sizePx / 2)
  brush.scale(scale, scale)
  brush.lineCap = brush.lineJoin = 'round'
  brush.strokeStyle = halo
  brush.globalAlpha = 0.85
  brush.lineWidth = LINE + EDGE
  brush.stroke(path)
  brush.globalAlpha = 1
  brush.strokeStyle = color
  brush.lineWidth = LINE
  brush.stroke(path)
  brush.restore()
}
