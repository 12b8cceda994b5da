export interface City {
  readonly code: string
  readonly name: string
  /** The county-level district in which its government sits. */
  readonly seat: string
  /** Second character of its number plates (车牌发牌机关代号). */
  readonly plate: string
  /** Permanent residents of the census of 2020, ten thousands, rounded: the weight that totals are shared out by. */
  readonly residents: number
}

export const PROVINCE = { code: '450000', name: '广西壮族自治区', seat: '450103' } as const

export const CITIES: readonly City[] = [
  { code: '450100', name: '南宁市', seat: '450103', plate: 'A', residents: 874 },
  { code: '450200', name: '柳州市', seat: '450202', plate: 'B', residents: 416 },
  { code: '450300', name: '桂林市', seat: '450312', plate: 'C', residents: 493 },
  { code: '450400', name: '梧州市', seat: '450405', plate: 'D', residents: 282 },
  { code: '450500', name: '北海市', seat: '450502', plate: 'E', residents: 185 },
  { code: '450600', name: '防城港市', seat: '450602', plate: 'P', residents: 105 },
  { code: '450700', name: '钦州市', seat: '450702', plate: 'N', residents: 330 },
  { code: '450800', name: '贵港市', seat: '450802', plate: 'R', residents: 432 },
  { code: '450900', name: '玉林市', seat: '450902', plate: 'K', residents: 580 },
  { code: '451000', name: '百色市', seat: '451002', plate: 'L', residents: 357 },
  { code: '451100', name: '贺州市', seat: '451102', plate: 'J', residents: 201 },
  { code: '451200', name: '河池市', seat: '451202', plate: 'M', residents: 342 },
  { code: '451300', name: '来宾市', seat: '451302', plate: 'G', residents: 207 },
  { code: '451400', name: '崇左市', seat: '451402', plate: 'F', residents: 209 },
]
