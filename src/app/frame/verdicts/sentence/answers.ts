import { inject, onBeforeUnmount, watchEffect } from 'vue'
import { indexOf } from '#shared/indices/indices.ts'
import type { Part, Standing } from '#shared/indices/verdict.ts'
import type { Told, VerdictDefinition } from '../../../../boards/verdict.ts'
import { withoutLong } from '../../../../i18n/rates.ts'
import type { Lang } from '../../../../state/stores/index.ts'
import { lineText } from '../say.ts'
import { ANSWERS, type Answer } from './provideAnswers.ts'

type Words = (key: string, named?: Record<string, unknown>) => string

/** Tells what a question answers for as long as it is asked. */
export const tellAnswer = (
  { id, short, index, question }: VerdictDefinition,
  read: () => { readonly told: Told; readonly stands: Standing; readonly worst: Part | null },
  words: Words,
  lang: () => Lang,
): void => {
  const answers = inject(ANSWERS, null)
  if (!answers) return
  const own = index ? (indexOf(index).short ?? indexOf(index).name) : question
  watchEffect(() => {
    const { told, stands, worst } = read()
    const { line, decimals } = told
    if (told.state !== 'ready') return answers.tell(id, null)
    answers.tell(id, {
      stands,
      name: (short ?? own)[lang()],
      figure: withoutLong(told.printed),
      line: lineText(line.target, line.better, decimals, words, lang())[0] ?? '',
      worst: worst ? `${words('worst', { place: worst.name })} ${withoutLong(told.printPart(worst))}` : '',
    })
  })
  onBeforeUnmount(() => answers.leave(id))
}

const GRAVEST: readonly Standing[] = ['severe', 'slight']

/** How many questions are answered within their lines, and the gravest that is not; empty before one is judged. */
export const sentenceOf = (answers: readonly Answer[], words: Words): string => {
  const judged = answers.filter(({ stands }) => stands === 'kept' || GRAVEST.includes(stands))
  const kept = judged.filter(({ stands }) => stands === 'kept').length
  const counts = { kept, all: judged.length }
  const gravest = GRAVEST.map((grave) => judged.find(({ stands }) => stands === grave)).find(Boolean)
  if (judged.length === 0) return ''
  if (!gravest) return words('allKept', counts)
  const { name, figure, line, worst } = gravest
  return `${words('someKept', counts)}${[`${name} ${figure}`, line, worst].filter(Boolean).join(words('comma'))}`
}
