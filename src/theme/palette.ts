import type { Rgba } from '#shared/scene/layers.ts'
import type { RoomCategory } from '#shared/housing/rooms.ts'
import { rgba } from './ramps.ts'

/** The tokens of tokens.css again, for canvases, which cannot read CSS; a test keeps the two the same. */
export const TOKENS = {
  ground: '#060d18',
  groundRaised: '#0b1626',
  land: '#0e1c2f',
  line: '#2a3a50',
  text: '#eaf2fb',
  textQuiet: '#9fb2c8',
  accent: '#5cc8ff',
  green: '#3ecf8e',
  yellow: '#f5c542',
  red: '#ff5a4f',
} as const

/** Three-colour warning: 绿 合规, 黄 提醒, 红 报警. Never alone: SeverityMark adds a shape and a word. */
export const SEVERITY_HEX = { green: TOKENS.green, yellow: TOKENS.yellow, red: TOKENS.red } as const

/** Land that tells nothing: under dots and buildings, and around what is open. In no ramp, and never a faded class. */
export const LAND_HEX = { under: '#2a3542', outside: '#172330' } as const

/** The worst places: their names beside the region, their numbers on it. */
export const WORST_HEX = '#ffb79e'

export const BORDER: Rgba = [255, 255, 255, 60]
export const BORDER_STRONG: Rgba = [255, 255, 255, 130]
export const ACCENT: Rgba = rgba(TOKENS.accent)

/** 行驶, 停驶, 离线, 报警, in wire order. */
export const VEHICLE_HEX = ['#5ee0a0', '#6fa8dc', '#77818f', '#ff5a4f'] as const
export const VEHICLE_PALETTE: readonly [Rgba, Rgba, Rgba, Rgba] = [
  rgba(VEHICLE_HEX[0]),
  rgba(VEHICLE_HEX[1], 210),
  rgba(VEHICLE_HEX[2], 160),
  rgba(VEHICLE_HEX[3]),
]

/** 电子围栏 by kind: parking fences stay quiet, what is forbidden is red. */
export const FENCE_HEX = {
  region: '#d8ecff',
  depot: '#e2ebf6',
  sensitive: '#ff9d5c',
  forbidden: '#ff5a4f',
  allowed: '#5cc8ff',
  route: '#5cc8ff',
  speed: '#ffd45c',
} as const
export const FENCE_PALETTE: Readonly<Record<keyof typeof FENCE_HEX, Rgba>> = {
  region: rgba(FENCE_HEX.region, 150),
  depot: rgba(FENCE_HEX.depot, 190),
  sensitive: rgba(FENCE_HEX.sensitive, 235),
  forbidden: rgba(FENCE_HEX.forbidden, 235),
  allowed: rgba(FENCE_HEX.allowed, 200),
  route: rgba(FENCE_HEX.route, 170),
  speed: rgba(FENCE_HEX.speed, 200),
}

/** Room categories where no index colours them: greys, between which what is over its limit or idle is seen. */
export const CATEGORY_HEX: Record<RoomCategory, string> = {
  office: '#33465e',
  service: '#4b5663',
  equipment: '#2a3038',
  auxiliary: '#4c5a52',
  technical: '#5a5145',
}

/** ECharts series colours, told apart by lightness as well as hue. */
export const SERIES_HEX = [
  '#5cc8ff',
  '#f2a83a',
  '#a582da',
  '#43a5a2',
  '#ff8d7a',
  '#d8ecff',
  '#93c661',
] as const
