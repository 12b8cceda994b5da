import { standing, toMend, type Part } from '#shared/indices/verdict.ts'
import type { Told, VerdictDefinition } from '../../../boards/verdict.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { namesIn } from '../../../i18n/names.ts'
import { withoutLong } from '../../../i18n/rates.ts'
import { judgedOf } from './judged.ts'
import { useApi, useUiStore, type Lang, type Why } from '../../../state/stores/index.ts'

interface Asked {
  /** What the card says meanwhile; another one that was opened since stays. */
  readonly first: Why
  readonly definition: VerdictDefinition
  readonly told: Told
  readonly worst: Part | null
  readonly region: string
  readonly lang: Lang
}

const say = (lang: Lang, zh: string, en: string): string => (lang === 'zh' ? zh : en)

/** What would change it: how many must be mended until the line is kept, and where to begin. */
const remedyOf = ({ definition: { better }, told, worst, lang }: Asked): string | undefined => {
  const { line, share, value } = told
  if (line.target === null || value === null) return undefined
  const stands = standing(judgedOf(told), { ...line, severe: null })
  if (stands === 'kept') return say(lang, '已在线内,保持即可', 'It is kept: nothing to mend')
  const n = share === null ? null : toMend(share.part, share.base, line.target, better)
  const first = worst
    ? say(
        lang,
        `;先看${worst.name}(${withoutLong(told.printPart(worst))})`,
        `; begin with ${worst.name} (${withoutLong(told.printPart(worst))})`,
      )
    : ''
  if (n === null || share === null || n === 0) return first.slice(1) || undefined
  const amount = `${formatNumber(n, 0, lang)} ${share.unit}`
  return (
    (better === 'less'
      ? say(lang, `再整改 ${amount}即回到线内`, `${amount} to mend until the line is kept`)
      : say(lang, `再补上 ${amount}即达到目标`, `${amount} more until the target is met`)) + first
  )
}

/** The unit that manages for the region; people and telephones are no part of the ledger's units. */
const answersOf = async ({ region, lang }: Asked): Promise<Why['answers']> => {
  const { units } = await useApi().units({ region, role: 'department', offset: 0, limit: 20 })
  const own = units.filter((unit) => unit.region === region)
  const names = own.map(({ name }) => namesIn(name, lang)).join(say(lang, '、', ', '))
  return names === ''
    ? say(lang, '台账未登记管理部门', 'The ledger names no managing department')
    : say(lang, `${names}(台账未登记联系人和电话)`, `${names} (the ledger names no person or telephone)`)
}

/** The reasons behind a verdict: those of its figure, its twelve months, what would change it; then who answers for it. */
export const explainVerdict = async (asked: Asked): Promise<void> => {
  const ui = useUiStore()
  const { first, told, lang } = asked
  const remedy = remedyOf(asked)
  const why: Why = {
    ...first,
    ...(told.months === null
      ? {}
      : {
          months: {
            points: told.months,
            now: told.value,
            line: told.line.target,
            decimals: told.decimals,
            since: told.since,
          },
        }),
    ...(remedy === undefined ? {} : { remedy }),
  }
  if (ui.why !== first) return
  ui.explain(why)
  const answers = await answersOf(asked).catch(() =>
    say(lang, '您的角色或范围不含单位台账', 'Your role or scope holds no units'),
  )
  if (ui.why === why) ui.explain({ ...why, answers })
}
