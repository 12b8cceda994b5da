import type { Amounts } from '#shared/energy/coal.ts'
import type { EnergySummary } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { printed, printPercent, type Printed } from '../../../../i18n/rates.ts'
import type { Lang } from '../../../../state/stores/index.ts'
import { say } from './say.ts'

export const kwhText = (kwh: number | null, lang: Lang): string => `${formatNumber(kwh, 0, lang)} kWh`

/** A large amount of electricity with the unit that reads best: kWh, MWh or GWh. */
export const scaledKwh = (
  kwh: number | null,
): { readonly value: number | null; readonly unit: string; readonly decimals: number } =>
  kwh === null
    ? { value: null, unit: 'kWh', decimals: 0 }
    : kwh >= 1e6
      ? { value: kwh / 1e6, unit: 'GWh', decimals: 2 }
      : kwh >= 1e4
        ? { value: kwh / 1e3, unit: 'MWh', decimals: 1 }
        : { value: kwh, unit: 'kWh', decimals: 0 }

/** A share of a quota with the quota that it is of. */
export const quotaRate = (
  kwh: number | null | undefined,
  quotaKwh: number | null | undefined,
  lang: Lang,
): Printed => {
  const { value, decimals, unit } = scaledKwh(quotaKwh ?? null)
  return printPercent(
    kwh === null || kwh === undefined || !quotaKwh ? null : (kwh / quotaKwh) * 100,
    quotaKwh ? `n ${formatNumber(value, decimals, lang)} ${unit}` : '',
    lang,
  )
}

/** What a year used so far by medium; nothing while it is not known. */
export const yearAmounts = (year: EnergySummary['year'] | undefined): Amounts => ({
  ...year?.further,
  electricityKwh: year?.path.usedKwh ?? 0,
  gasM3: year?.gasM3 ?? 0,
})

/** What an estimate of empty rooms' energy rests on. */
export const vacancyBasis = (
  { metered, electricityKwh }: { readonly metered: number; readonly electricityKwh: number },
  lang: Lang,
): string => {
  const share = printed(quotaRate(metered * electricityKwh, electricityKwh, lang))
  if (metered >= 0.995)
    return say(
      lang,
      '分项表扣除特殊用电,其余按面积估计',
      'sub-meters take off the special use; the rest is spread by area',
    )
  if (metered <= 0.005)
    return say(
      lang,
      '无分项表,特殊用电按通用占比,全为估计',
      'no sub-meters: the usual share of special use; all an estimate',
    )
  return say(
    lang,
    `${share} 用电有分项表扣除特殊用电,其余按通用占比;均按面积估计`,
    `${share} of the electricity has sub-meters for the special use, the rest the usual share; all spread by area`,
  )
}
