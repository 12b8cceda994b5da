import { SERIES_HEX } from '../../../../theme/palette.ts'
import type { ChartOption } from '../../../../widgets/chart/ChartHost.vue'
import type { PartRow } from './viewModel.ts'

/** A ring: few parts of one whole. */
export const ringOption = (rows: readonly PartRow[], name: (row: PartRow) => string): ChartOption => ({
  color: SERIES_HEX,
  tooltip: { trigger: 'item', formatter: '{b}: {c} m²' },
  series: [
    {
      type: 'pie',
      radius: ['58%', '92%'],
      center: ['50%', '50%'],
      label: { show: false },
      itemStyle: { borderColor: '#0b1728', borderWidth: 2 },
      data: rows.map((row) => ({ name: name(row), value: Math.round(row.squareMetres) })),
    },
  ],
})
