import { percent } from '../../fields.ts'
import { own, text, type Shape } from '../shape.ts'
import { times } from './times.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
export const YEAR: Record<string, Shape> = {
  growth: {
    name: text('年末预测的同比限幅', 'Bounds of growth in a projection'),
    fields: [
      times('year.growth.least', [0.1, 1], 'least', text('不低于', 'at least')),
      times('year.growth.most', [1, 5], 'most', text('不高于', 'at most')),
    ],
    relation: 'rising',
    citation: own('年度用能预测'),
    feeds: ['energy-year'],
  },
  shares: {
    name: text('无上年数据时各月占比', "Months' shares where no year is known"),
    fields: MONTHS.map((en, i) =>
      percent(`year.shares.${i}`, [0, 50], { id: `m${i + 1}`, name: text(`${i + 1} 月`, en), decimals: 1 }),
    ),
    relation: 'sums-to-100',
    citation: own('年度用能预测'),
    feeds: ['energy-year'],
  },
}
