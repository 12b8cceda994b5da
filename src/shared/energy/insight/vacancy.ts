import type { KilowattHours, SquareDecimetres } from '../../kernel/units.ts'

/** What the energy of empty rooms is made of. Areas are 使用面积. */
export interface VacancyFacts {
  readonly electricityKwh: KilowattHours
  /**
   * 特殊用电 01D00 ÷ all, 0–1, by the sub-meters where the building has them, else the usual share: machine
   * rooms and kitchens do not serve the empty rooms.
   */
  readonly specialShare: number
  readonly idleDm2: SquareDecimetres
  readonly usableDm2: SquareDecimetres
}

/** Share of 特殊用电 where a building has no 分项 meter: usual of offices. [D] */
export const USUAL_SPECIAL_SHARE = 0.13

/** 闲置面积 ÷ 使用面积 × (用电 − 特殊用电): what the empty rooms would draw if all area drew alike; null without area. An upper estimate. [D] */
export const emptyRoomKwh = ({
  electricityKwh,
  specialShare,
  idleDm2,
  usableDm2,
}: VacancyFacts): KilowattHours | null =>
  usableDm2 > 0
    ? (Math.min(idleDm2, usableDm2) / usableDm2) *
      electricityKwh *
      (1 - Math.min(1, Math.max(0, specialShare)))
    : null

export const VACANCY_TEXT = {
  formula: {
    zh: '近十二个月用电 × (1 − 特殊用电占比) × 闲置使用面积 ÷ 总使用面积;按面积均摊的上限估计',
    en: 'electricity of 12 months × (1 − share of special use) × idle usable area ÷ usable area; an upper estimate, spread by area',
  },
  source: {
    zh: '本系统口径:空置率 × 非特殊用电',
    en: "this system's definition: vacancy × load without special use",
  },
} as const
