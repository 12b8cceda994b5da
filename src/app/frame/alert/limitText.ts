import { formatNumber } from '../../../i18n/format.ts'
import type { LangCode } from '../../../i18n/index.ts'

/** A limit as the drawer prints it in list, bar and note: whole where it is, else with one decimal. */
export const limitText = (limit: number, lang: LangCode): string =>
  formatNumber(limit, Number.isInteger(limit) ? 0 : 1, lang)
