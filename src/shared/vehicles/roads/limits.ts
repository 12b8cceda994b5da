import type { Citation } from '../../standards/rule.ts'
import type { KmPerHour, LonLat, Metres } from '../../kernel/units.ts'

/** 高速公路, 城市快速路, 公路(同方向一条机动车道), 城市主干路, 次干路和支路, 无中心线的城市道路. */
export const ROAD_CLASSES = ['expressway', 'urban-expressway', 'highway', 'main', 'side', 'lane'] as const
export type RoadClass = (typeof ROAD_CLASSES)[number]

/** A road whose limit is known, as the rules read it. */
export interface Road {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly class: RoadClass
  readonly path: readonly LonLat[]
  /** Whole width of the corridor in which a position is taken to be on it; null takes the class's. */
  readonly widthM: Metres | null
  /** Driven only along its path. */
  readonly oneWay: boolean
  /** 限速标志, 标线; null where the platform knows none and the class decides. */
  readonly limitKmh: KmPerHour | null
  /** For what is no small passenger car (9 seats or less); null takes the same, on an expressway at most 100. */
  readonly limitOtherKmh: KmPerHour | null
}

interface ClassLimit {
  readonly zh: string
  readonly en: string
  readonly small: KmPerHour
  readonly other: KmPerHour
  readonly widthM: Metres
  readonly citation: Citation
}
const REGULATION = '《道路交通安全法实施条例》(国务院令第405号)'
const ROAD_DESIGN = 'CJJ 37《城市道路工程设计规范》'

/** What holds where no sign is known; a posted limit always goes before it (实施条例 第四十五条第一款). */
export const ROAD_CLASS_LIMITS: Record<RoadClass, ClassLimit> = {
  expressway: {
    zh: '高速公路',
    en: 'expressway',
    small: 120,
    other: 100,
    widthM: 60,
    citation: { document: REGULATION, article: '第七十八条', mark: 'S' },
  },
  'urban-expressway': {
    zh: '城市快速路',
    en: 'urban expressway',
    small: 80,
    other: 80,
    widthM: 50,
    citation: { document: ROAD_DESIGN, article: '快速路设计速度', mark: 'M' },
  },
  highway: {
    zh: '公路',
    en: 'highway',
    small: 70,
    other: 70,
    widthM: 40,
    citation: { document: REGULATION, article: '第四十五条(二)', mark: 'S' },
  },
  main: {
    zh: '主干路',
    en: 'main road',
    small: 60,
    other: 60,
    widthM: 50,
    citation: { document: ROAD_DESIGN, article: '主干路设计速度', mark: 'M' },
  },
  side: {
    zh: '次干路、支路',
    en: 'side road',
    small: 40,
    other: 40,
    widthM: 36,
    citation: { document: ROAD_DESIGN, article: '支路设计速度', mark: 'M' },
  },
  lane: {
    zh: '无中心线道路',
    en: 'road without a centre line',
    small: 30,
    other: 30,
    widthM: 30,
    citation: { document: REGULATION, article: '第四十五条(一)', mark: 'S' },
  },
}

/** Seats up to which a vehicle is a 小型载客汽车. */
export const SMALL_SEATS = 9

/** What a vehicle may drive on a road: what is posted, else what its class allows. */
export const limitOn = (
  road: Pick<Road, 'class' | 'limitKmh' | 'limitOtherKmh'>,
  isSmall: boolean,
): KmPerHour => {
  const { small, other } = ROAD_CLASS_LIMITS[road.class]
  if (road.limitKmh === null) return isSmall ? small : (road.limitOtherKmh ?? other)
  if (isSmall) return road.limitKmh
  return road.limitOtherKmh ?? (road.class === 'expressway' ? Math.min(other, road.limitKmh) : road.limitKmh)
}
