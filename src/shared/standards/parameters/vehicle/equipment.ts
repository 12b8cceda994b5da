import { number, UNITS } from '../../fields.ts'
import { VEHICLE_STANDARDS } from '../../../vehicles/ledger/standards.ts'
import { text, type Shape } from '../shape.ts'

const CATEGORIES = {
  confidential: ['机要通信', 'confidential'],
  emergency: ['应急保障', 'emergency'],
  law: ['执法执勤', 'law enforcement'],
  special: ['特种专业技术', 'special'],
  other: ['其他按规定配备', 'other by rule'],
  any: ['各类', 'all categories'],
} as const
const KINDS = {
  small: ['轿车、其他小型客车', 'sedans and other small cars'],
  van: ['其他小型客车、中型客车', 'other small cars and medium buses'],
  bus: ['大型客车', 'large buses'],
  'new-energy': ['新能源轿车', 'new-energy sedans'],
} as const
const TIERS = {
  base: ['', ''],
  need: ['(因工作需要)', ' (work needs it)'],
  special: ['(确因情况特殊)', ' (special circumstances)'],
} as const
export const equipment = (): Record<string, Shape> =>
  Object.fromEntries(
    VEHICLE_STANDARDS.map(({ category, kind, tier, litres, citation }, i) => {
      const [of, what, when] = [CATEGORIES[category], KINDS[kind], TIERS[tier]]
      return [
        `standard.${category}.${kind}.${tier}`,
        {
          name: text(`${of[0]} · ${what[0]}${when[0]}`, `${of[1]} · ${what[1]}${when[1]}`),
          fields: [
            ...(litres === null
              ? []
              : [
                  number(`vehicleStandards.${i}.litres`, [0.8, 6], {
                    id: 'litres',
                    name: text('排气量', 'displacement'),
                    unit: UNITS.litres,
                    decimals: 1,
                  }),
                ]),
            number(`vehicleStandards.${i}.price`, [5, 100], {
              id: 'price',
              name: text('价格', 'price'),
              unit: UNITS.yuan,
              decimals: 1,
              scale: 10_000,
            }),
          ],
          citation,
          feeds: ['VH-15'] as const,
        },
      ]
    }),
  )
