import { TWO_TIER_VERDICTS, VERDICTS, hasTwoTiers } from '#shared/energy/quota.ts'
import type { Lang } from '../../../../state/stores/index.ts'

export const verdictText = (verdict: keyof typeof VERDICTS | null, lang: Lang): string =>
  verdict === null ? '—' : VERDICTS[verdict][lang]
/** The verdict of an indicator in the words of its row's tiers. */
export const indicatorVerdict = (
  row: { readonly constraint: number; readonly benchmark: number; readonly verdict: keyof typeof VERDICTS },
  lang: Lang,
): string =>
  row.verdict !== 'good' && hasTwoTiers(row)
    ? TWO_TIER_VERDICTS[row.verdict][lang]
    : verdictText(row.verdict, lang)
/** Never alone: always beside the word. */
export const VERDICT_TONES = {
  advanced: '#3ecf8e',
  good: '#8fe3dc',
  within: '#f5c542',
  over: '#ff5a4f',
} as const
