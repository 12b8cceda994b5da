import type { FenceCard } from '#shared/protocol/http.ts'
import { formatDateTime } from '../../../../i18n/format.ts'

type Text = (key: string, named?: Record<string, unknown>) => string

const scheduleOf = ({ fence, since, until }: FenceCard, t: Text): string => {
  if (!fence.window) return t('always')
  const { days, from, to } = fence.window
  return [
    `${t(days)} ${from}–${to}`,
    since === null ? '' : t('from', { time: formatDateTime(since) }),
    until === null ? '' : t('until', { time: formatDateTime(until) }),
  ]
    .filter(Boolean)
    .join(' · ')
}

const bindsOf = ({ roster, order }: FenceCard, t: Text): string => {
  if (order !== null) return t('ofOrder', { id: order })
  if (roster === null) return t('everyone')
  return [
    ...(roster.vehicles > 0 ? [t('vehicles', { n: roster.vehicles })] : []),
    ...(roster.units.length > 0
      ? [roster.units.length <= 3 ? roster.units.join('、') : t('units', { n: roster.units.length })]
      : []),
    ...(roster.categories.length > 0
      ? [t('categories', { list: roster.categories.map((category) => t(category)).join('、') })]
      : []),
    ...(roster.regions.length > 0 ? [t('regions', { list: roster.regions.join('、') })] : []),
  ].join(' · ')
}

/** What a fence is, asks and of whom, as lines of label and value. */
export const fenceRows = (card: FenceCard, t: Text): { label: string; value: string }[] => {
  const { fence } = card
  return [
    {
      label: t('kind'),
      value: [t(fence.kind), fence.place ? t(fence.place) : ''].filter(Boolean).join(' · '),
    },
    { label: t('where'), value: card.regionName },
    {
      label: t('asks'),
      value: [
        fence.rule === 'speed' ? '' : t(fence.rule),
        fence.limitKmh === null ? '' : t('limit', { n: fence.limitKmh }),
      ]
        .filter(Boolean)
        .join(' · '),
    },
    { label: t('schedule'), value: scheduleOf(card, t) },
    { label: t('binds'), value: bindsOf(card, t) },
  ]
}
