import { computed } from 'vue'
import { indexOf } from '#shared/indices/indices.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import type { PanelText } from '../../../../i18n/panelText.ts'
import { useSessionStore, useUiStore, useViewStore } from '../../../../state/stores/index.ts'
import type { Told, VerdictDefinition } from '../../../verdict.ts'
import { verdictsOf } from '../../../verdicts.ts'

/** What the open scene asks of a place, with what is told of its parts, and the head of each question. */
export const useQuestions = (place: () => string, region: () => string, t: PanelText['t']) => {
  const [view, session, ui] = [useViewStore(), useSessionStore(), useUiStore()]
  const asked = verdictsOf(view.scene, {
    may: session.may,
    ofUnit: session.session?.scope.kind === 'unit',
  }).map((definition) => ({
    definition,
    read: definition.use({ place, region }),
  }))
  /** Questions that are asked of these parts: a compound has no vehicles of its own, and a question without one answer has no column. */
  const told = computed(() => {
    const all = asked.map(({ definition, read }) => ({ definition, told: read() }))
    const answered = all.filter(
      ({ told: one }) => one.state !== 'ready' || one.parts.some(({ value }) => value !== null),
    )
    return answered.length > 0 ? answered : all
  })
  const nameOf = ({ short, index, question }: VerdictDefinition): string => {
    const own = index ? (indexOf(index).short ?? indexOf(index).name) : question
    return (short ?? own)[ui.lang]
  }
  /** The line of a question as its head prints it; nothing where nothing holds it. */
  const lineOf = ({ line, decimals }: Told): string =>
    line.target === null
      ? ''
      : t(line.better === 'less' ? 'lineLess' : 'lineMore', {
          line: formatNumber(line.target, Number.isInteger(line.target) ? 0 : decimals, ui.lang),
        })
  const questions = computed(() =>
    told.value.map(({ definition, told: one }) => ({
      id: definition.id,
      name: nameOf(definition),
      line: lineOf(one),
      of: one,
      definition,
    })),
  )
  return { told, questions }
}
