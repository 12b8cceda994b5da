import type { Citation } from '../../standards/rule.ts'
import { ALERT_RULES, type RuleId } from '../alert.ts'
import type { Row } from './row.ts'
import { OFFICE_ROWS } from './office.ts'
import { ENERGY_ROWS } from './energy.ts'

interface Text {
  readonly zh: string
  readonly en: string
}

/** One rule of the written standards: where it stands, and whether this system judges it. */
interface RuleEntry {
  readonly id: string
  readonly name: Text
  readonly citation: Citation
  /** Why nothing is judged by it here; null where it raises alerts. */
  readonly notJudged: Text | null
}

/** What is missing for a judgement is, as a rule, a record that no platform hands over. */
const NOT_JUDGED: readonly Row[] = [...OFFICE_ROWS, ...ENERGY_ROWS]

const judged = (Object.keys(ALERT_RULES) as RuleId[]).map((id): RuleEntry => ({
  id,
  name: ALERT_RULES[id].name,
  citation: ALERT_RULES[id].citation,
  notJudged: null,
}))
const named = NOT_JUDGED.map(([id, zh, en, document, article, mark, whyZh, whyEn]): RuleEntry => ({
  id,
  name: { zh, en },
  citation: { document, article, mark },
  notJudged: { zh: whyZh, en: whyEn },
}))

/** Every rule of the written standards that is listed here, judged or not, in the order of their ids. */
export const RULE_BOOK: readonly RuleEntry[] = [...judged, ...named].sort((a, b) => (a.id < b.id ? -1 : 1))
