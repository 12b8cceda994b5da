import { VEHICLE_FIGURES, FIGURE_SOURCE } from '#shared/vehicles/figures.ts'
import { printed, printMean, type Printed } from '../../../i18n/rates.ts'
import { useUiStore } from '../../../state/stores/index.ts'
import { remoteState } from '../../common/remoteState.ts'
import { verdict } from '../../verdict.ts'
import { useFiguresThen } from '../shared/figuresThen.ts'
import { monthsOfTrend, readyOr } from '../shared/trendMonths.ts'

const ID = 'costOverBase'
const FIGURE = VEHICLE_FIGURES.find(({ id }) => id === ID) as (typeof VEHICLE_FIGURES)[number]
const VEHICLES = { zh: '辆', en: 'vehicles' }
const WITH_BASE = { zh: '有基期数的车辆', en: 'Vehicles with a base' }
/** Not dearer than before the reform; dearer by a tenth is grave. 本系统口径 [D]. */
const LINE = { target: 0, severe: 10, better: 'less' } as const

/** What a vehicle costs against the base period before the reform of official vehicles. */
export default verdict({
  id: 'reform',
  question: { zh: '车改后省了吗?', en: 'Did the reform save?' },
  short: { zh: '车改', en: 'Reform' },
  scenes: { vehicles: 30 },
  better: 'less',
  ramp: 'vehicle',
  needs: 'view.places',
  words: { kept: { zh: '省了', en: 'Saved' }, slight: { zh: '没省', en: 'Dearer' } },
  use: ({ region }) => {
    const ui = useUiStore()
    const figures = useFiguresThen(region)
    const state = remoteState(figures)
    const print = (value: number | null, n: number): Printed => {
      const mean = printMean(value, n, VEHICLES[ui.lang], ui.lang)
      return (value ?? 0) > 0 ? { ...mean, value: `+${mean.value}` } : mean
    }
    return () => {
      const data = figures.data.value
      const value = data?.values[ID] ?? null
      const n = data?.sums.baseVehicles ?? 0
      const parts = (data?.rows ?? [])
        .filter(({ kind }) => kind === 'region')
        .map(({ id, name, values, bases }) => ({
          id,
          name,
          value: values[ID] ?? null,
          n: bases.baseVehicles,
        }))
      return {
        state: readyOr(state.value),
        of: region(),
        subject: `vehicle:${ID}`,
        value,
        decimals: FIGURE.decimals,
        printed: print(value, n),
        counts: print(value, n).n,
        share: null,
        n,
        line: LINE,
        ...monthsOfTrend(data, ({ values }) => values[ID] ?? null),
        parts,
        printPart: (part) => print(part.value, part.n ?? 0),
        why: () => ({
          title: `${data?.name ?? ''} · ${FIGURE.name[ui.lang]} · ${data?.period ?? ''}`,
          value: printed(print(value, n)),
          formula: FIGURE.formula[ui.lang],
          source: FIGURE_SOURCE[ui.lang],
          mark: FIGURE.mark,
          threshold: '0.0%',
          rows: [{ label: WITH_BASE[ui.lang], value: `${n} ${VEHICLES[ui.lang]}` }],
          at: data?.asOf ?? null,
        }),
        retry: figures.reload,
      }
    }
  },
})
