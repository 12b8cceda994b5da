/**
 * The wall scaler: pixels, and where known the wall's physical height and the viewing distance, become one frame.
 * Unit u is 1/100 of the wall's height. Columns grow in number, never in width.
 */
export interface WallProfile {
  /** Height of the lit surface; null on a desk. */
  readonly heightMm: number | null
  /** From the farthest reader to the wall. */
  readonly distanceM: number | null
  /** Where the surface is of several screens beside each other: their widths from the left, as shares of any whole. */
  readonly screens?: readonly number[]
  /** Of the picture, what lies behind the edges between two screens. */
  readonly bezelMm?: number
}

export interface WallFrame {
  readonly uPx: number
  /** The three type sizes, CSS pixels. */
  readonly textPx: number
  readonly titlePx: number
  readonly figurePx: number
  readonly columnPx: number
  /** What the drawer of an alert covers at the right; 0 where it comes from below. */
  readonly drawerPx: number
  readonly columnsPerSide: 0 | 1 | 2 | 3
  /** Columns lie in drawers over the scene: a tablet held upright, a small window. */
  readonly compact: boolean
  /** Characters across at the text size: what decides whether switches lie open or fold into menus. */
  readonly emAcross: number
  readonly topBarPx: number
  readonly stripPx: number
  /** The time axis while it is folded. */
  readonly axisPx: number
  /** The time axis unfolded, with what steers a replay. */
  readonly openAxisPx: number
  /** Smallest text that the viewing distance asks for, CSS pixels; 0 without a profile. */
  readonly requiredTextPx: number
  /** False when the layout could not give `requiredTextPx`: the screen says so. */
  readonly legible: boolean
  /** Where one screen of the profile ends and the next begins, u from the left; none where it names none. */
  readonly seams: readonly number[]
  /** What the edges between two screens hide of the picture, u. */
  readonly bezelU: number
}

export const FRAME = {
  topBarU: 7,
  stripU: 4,
  axisU: 2.2,
  openAxisU: 5,
  openAxisEm: 2.6,
  columnU: 26,
  /** The drawer of an alert: over the right columns, and no more than this share of the width. */
  drawerU: 95.8,
  drawerShare: 0.54,
  /** Of a small screen's height, where it comes from below. */
  sheetShare: 0.74,
  figureU: 5,
  titleU: 2,
  textU: 1.6,
  /** Below these, Chinese strokes close up on a desktop panel. */
  minTextPx: 12,
  minTitlePx: 15,
  minFigurePx: 30,
  /** Fourteen Chinese characters and their padding. */
  minColumnEm: 16.25,
  /** Text may grow to this share of u before the columns stop holding their content. */
  maxTextU: 2.3,
  /** Characters across that the top bar needs with its scenes laid open, by language. */
  topBarEm: { zh: 96, en: 124 },
  /** Cap height of Noto Sans SC's Latin, as a share of the type size. */
  capHeightEm: 0.733,
  /** experience.md: cap height at least distance / 250. */
  distancePerCapHeight: 250,
} as const

/** Type size whose capitals are distance / 250 high on this wall; 0 when the profile is not complete. */
export const requiredTextPx = (heightPx: number, profile: WallProfile): number => {
  if (!profile.heightMm || !profile.distanceM) return 0
  const capMm = (profile.distanceM * 1000) / FRAME.distancePerCapHeight
  return (capMm * (heightPx / profile.heightMm)) / FRAME.capHeightEm
}

/**
 * Height of the capitals that a text size gives on this wall, and that its distance asks for, mm; null when
 * the profile is not complete.
 */
export const capHeights = (
  heightPx: number,
  textPx: number,
  profile: WallProfile,
): { readonly givenMm: number; readonly requiredMm: number } | null =>
  profile.heightMm && profile.distanceM
    ? {
        givenMm: (textPx * FRAME.capHeightEm * profile.heightMm) / heightPx,
        requiredMm: (profile.distanceM * 1000) / FRAME.distancePerCapHeight,
      }
    : null

/** Where the screens of a profile meet, as shares of the width. */
const seamsOf = ({ screens = [] }: WallProfile): number[] => {
  const whole = screens.reduce((sum, one) => sum + one, 0)
  let upTo = 0
  return screens.slice(0, -1).map((one) => (upTo += one) / whole)
}

const columnsFor = (widthPx: number, heightPx: number): 0 | 1 | 2 | 3 => {
  const aspect = widthPx / heightPx
  if (aspect < 1.2 || widthPx < 900) return 0
  if (aspect < 2.6) return 1
  return aspect < 4.4 ? 2 : 3
}

export const wallFrame = (
  widthPx: number,
  heightPx: number,
  profile: WallProfile = { heightMm: null, distanceM: null },
): WallFrame => {
  const uPx = Math.min(heightPx, widthPx * 0.85) / 100
  const required = requiredTextPx(heightPx, profile)
  const wanted = Math.max(uPx * FRAME.textU, FRAME.minTextPx, required)
  const textPx = Math.min(wanted, Math.max(uPx * FRAME.maxTextU, FRAME.minTextPx))
  const growth = Math.max(1, textPx / Math.max(uPx * FRAME.textU, FRAME.minTextPx))
  const columnsPerSide = columnsFor(widthPx, heightPx)
  return {
    uPx,
    textPx,
    titlePx: Math.max(uPx * FRAME.titleU * Math.min(growth, 1.25), FRAME.minTitlePx),
    figurePx: Math.max(uPx * FRAME.figureU, FRAME.minFigurePx),
    columnPx: Math.max(uPx * FRAME.columnU, textPx * FRAME.minColumnEm),
    drawerPx: columnsPerSide === 0 ? 0 : Math.min(uPx * FRAME.drawerU, widthPx * FRAME.drawerShare),
    columnsPerSide,
    compact: columnsPerSide === 0,
    emAcross: widthPx / textPx,
    topBarPx: Math.max(uPx * FRAME.topBarU, textPx * 3.4),
    stripPx: Math.max(uPx * FRAME.stripU, textPx * 2.4),
    axisPx: Math.max(uPx * FRAME.axisU, textPx * 1.35),
    openAxisPx: Math.max(uPx * FRAME.openAxisU, textPx * FRAME.openAxisEm),
    requiredTextPx: required,
    legible: textPx + 0.01 >= required,
    seams: seamsOf(profile).map((share) => (share * widthPx) / uPx),
    bezelU: profile.heightMm ? ((profile.bezelMm ?? 0) * heightPx) / profile.heightMm / uPx : 0,
  }
}

const PROFILE = /^(\d{3,5})x(\d{1,2}(?:\.\d)?)(?:x(\d{1,2}(?::\d{1,2}){0,11})(?:x(\d{1,3}))?)?$/
const MOST_SCREENS = 12
/** `3`: three alike; `1:2:1`: of these widths. null where it is no row of screens. */
const parseScreens = (text: string): number[] | null => {
  const named = text.split(':').map(Number)
  const [count = 0] = named
  const screens =
    named.length > 1 ? named : Array.from({ length: Math.min(count, MOST_SCREENS + 1) }, () => 1)
  return screens.length > 1 && screens.length <= MOST_SCREENS && screens.every((one) => one > 0)
    ? screens
    : null
}
/** The reverse of `parseScreens`; nothing for none. */
export const screensText = (screens: readonly number[]): string =>
  screens.length === 0
    ? ''
    : screens.every((one) => one === screens[0])
      ? String(screens.length)
      : screens.join(':')

/**
 * `2000x8` in the address: 2,000 mm high, read from 8 m. `2000x8x3`: of three screens alike; `2000x8x1:2:1x12`: of three,
 * the middle one twice as wide, with 12 mm of the picture behind their edges.
 */
export const parseWallProfile = (text: string | null): WallProfile | null => {
  const [, height, distance, row, bezel] = PROFILE.exec(text ?? '') ?? []
  if (height === undefined) return null
  const screens = row === undefined ? [] : parseScreens(row)
  return (
    screens && {
      heightMm: Number(height),
      distanceM: Number(distance),
      ...(screens.length > 0 ? { screens } : {}),
      ...(bezel === undefined ? {} : { bezelMm: Number(bezel) }),
    }
  )
}

/** The reverse of `parseWallProfile`; null when the profile is not complete or out of its range. */
export const wallProfileText = ({ heightMm, distanceM, screens, bezelMm }: WallProfile): string | null => {
  const row = screens?.length ? [screensText(screens), ...(bezelMm === undefined ? [] : [bezelMm])] : []
  const text = [heightMm ?? '', distanceM ?? '', ...row].join('x')
  return parseWallProfile(text) ? text : null
}
