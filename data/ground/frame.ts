/** What of the world lies under the map: a frame about the region, and the names that stand in it. */

/** West, south, east, north, WGS-84: some degrees about the region on every side. */
export const FRAME = [98, 16.5, 119, 30.5] as const

/** What files of the source's counties begin with, by the neighbouring provinces within the frame. */
export const NEIGHBOURS = [
  'yun2_nan2_',
  'gui4_zhou1_',
  'hu2_nan2_',
  'guang3_dong1_',
  'hai3_nan2_',
  'xianggang',
  'aomen',
  'fu2_jian4_',
  'jiang1_xi1_',
  'hu2_bei3_',
  'chongqing',
  'si4_chuan1_',
  'an1_hui1_',
  'zhe4_jiang1_',
  'xi1_cang2_',
] as const

/** Where quiet names stand. */
export const NAMES: readonly {
  readonly zh: string
  readonly en: string
  readonly kind: 'province' | 'sea'
  readonly at: readonly [number, number]
}[] = [
  { zh: '云南', en: 'Yunnan', kind: 'province', at: [103.7, 23.9] },
  { zh: '贵州', en: 'Guizhou', kind: 'province', at: [106.9, 26.3] },
  { zh: '湖南', en: 'Hunan', kind: 'province', at: [112.2, 26.4] },
  { zh: '广东', en: 'Guangdong', kind: 'province', at: [112.9, 23] },
  { zh: '海南', en: 'Hainan', kind: 'province', at: [109.8, 19.2] },
  { zh: '江西', en: 'Jiangxi', kind: 'province', at: [115.3, 26.6] },
  { zh: '福建', en: 'Fujian', kind: 'province', at: [117.6, 25.6] },
  { zh: '四川', en: 'Sichuan', kind: 'province', at: [102.6, 29] },
  { zh: '重庆', en: 'Chongqing', kind: 'province', at: [107.6, 29.6] },
  { zh: '北部湾', en: 'Beibu Gulf', kind: 'sea', at: [108.4, 20.75] },
]
