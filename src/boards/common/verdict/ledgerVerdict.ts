import { figureOf, type FigureDefinition, type FigureId } from '#shared/indices/figures.ts'
import { baseOf, indexOf, type IndexDefinition, type IndexId } from '#shared/indices/indices.ts'
import { isArea } from '#shared/indices/measures.ts'
import { twiceBeyond } from '#shared/indices/verdict.ts'
import { countsOf, printIndex, shareOf, uncounted } from '../../../i18n/rates.ts'
import { formatNumber } from '../../../i18n/format.ts'
import {
  coalInForce,
  referenceInForce,
  tablesInForce,
  useViewStore,
  type Lang,
  type Why,
} from '../../../state/stores/index.ts'
import { DEFAULT_TARGETS, type VerdictTargets } from '#shared/standards/targets.ts'
import type { Told, VerdictDefinition } from '../../verdict.ts'
import { explainFigure, explainIndex } from '../explain.ts'
import { usePlace, type NamedMeasures } from '../usePlace.ts'
import { useMonthEnds } from './months.ts'

type Own = Omit<VerdictDefinition, 'use' | 'index' | 'needs'>
/** A verdict of the ledger's sums: which index or figure answers, and what it is held to where its reference is not it. */
type LedgerVerdict = Own & {
  readonly target?: keyof VerdictTargets
  /** Beyond which value someone must act; twice beyond the target where it is left out. */
  readonly severe?: (target: number) => number
} & ({ readonly by: { readonly index: IndexId } } | { readonly by: { readonly figure: FigureId } })

type Measured = FigureDefinition | IndexDefinition

const targetOf = (definition: Measured, target: keyof VerdictTargets | undefined): number | null =>
  target === undefined
    ? referenceInForce(definition)
    : (tablesInForce()?.targets ?? DEFAULT_TARGETS)[target] * 100

/** English words for what is counted are as long as a place's name, and the question has said them; an area keeps its unit. */
const countsIn = (of: Measured, m: NamedMeasures['measures'], lang: Lang): string =>
  countsOf(lang === 'en' && !isArea(of.of.base) ? uncounted(of) : of, m, lang)

/** A target that is none of the figure's own references is named with its parameter. */
const targetOfWhy = (
  { target: named, better }: LedgerVerdict,
  target: number | null,
  { decimals, unit }: Measured,
  lang: Lang,
): Pick<Why, 'threshold' | 'feeds'> =>
  named === undefined || target === null
    ? {}
    : {
        threshold: `${better === 'less' ? '≤' : '≥'} ${formatNumber(target, decimals, lang)} ${unit}`,
        feeds: [`target-${named}`],
      }

const useLedger = (of: Measured, isIndex: boolean, own: LedgerVerdict) =>
  (({ place }) => {
    const { better, target: named, severe } = own
    const view = useViewStore()
    const { ledger, ui, name, measures, children, frame } = usePlace(place)
    const months = useMonthEnds(place)
    const valueOf = (m: NamedMeasures['measures']): number | null => of.value(m, view.basis, coalInForce())
    const print = (m: NamedMeasures['measures'] | null) =>
      printIndex(of, m, view.basis, coalInForce(), ui.lang)
    return () => {
      const m = measures.value
      const target = targetOf(of, named)
      const parts = children.value.map((child) => ({
        id: child.id,
        name: child.name,
        value: valueOf(child.measures),
        n: baseOf(of, child.measures),
        measures: child.measures,
      }))
      return {
        state: ledger.lacks(place()) ? 'not-kept' : frame.value.state,
        of: place(),
        subject: `index:${of.id}`,
        value: m && valueOf(m),
        decimals: of.decimals,
        printed: print(m),
        counts: m ? countsIn(of, m, ui.lang) : '',
        share: m && shareOf(of, m, ui.lang),
        n: m && baseOf(of, m),
        line: {
          target,
          severe: target === null ? null : (severe?.(target) ?? twiceBeyond(target, better)),
          better,
        },
        months: months.points(valueOf),
        since: months.since.value,
        parts,
        printPart: (part) => print((part as (typeof parts)[number]).measures),
        why: () => ({
          ...(isIndex ? explainIndex : explainFigure)(
            of as IndexDefinition,
            m as NamedMeasures['measures'],
            view.basis,
            name.value,
            ui.lang,
            ledger.asOf,
          ),
          ...targetOfWhy(own, target, of, ui.lang),
        }),
        retry: frame.value.onRetry,
      } satisfies Told
    }
  }) satisfies VerdictDefinition['use']

/** A verdict whose figure is an index's or a figure's of the ledger: all that it reads follows from which one. */
export const ledgerVerdict = (own: LedgerVerdict): VerdictDefinition => {
  const { by } = own
  const isIndex = 'index' in by
  const of = isIndex ? indexOf(by.index) : figureOf(by.figure)
  return { ...own, needs: null, ...(isIndex ? { index: by.index } : {}), use: useLedger(of, isIndex, own) }
}
