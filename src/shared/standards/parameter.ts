import type { RuleId } from '../supervision/alert.ts'
import type { Mark } from '../indices/mark.ts'
import type { Citation } from './rule.ts'

export interface Text {
  readonly zh: string
  readonly en: string
}

/** Why what a public text gives is not edited here. */
export const STATUTE: Text = {
  zh: '有公开依据,须随原文修订,不由本系统改动',
  en: 'It has a public source and changes only with that text',
}

export const PARAMETER_DOMAINS = ['housing', 'vehicle', 'energy', 'data'] as const
export type ParameterDomain = (typeof PARAMETER_DOMAINS)[number]

/** One number or choice of a parameter. A single value has one field; a small table has several. */
export interface Field {
  readonly id: string
  readonly name: Text
  /** `percent` is shown as % and stands in the tables as a share; `hour` is a time of day, UTC+8. */
  readonly kind: 'number' | 'percent' | 'hour' | 'choice'
  readonly unit: Text
  /** Bounds and decimals as shown. */
  readonly least: number
  readonly most: number
  readonly decimals: number
  readonly options?: readonly { readonly value: string; readonly name: Text }[]
  /** Dotted way to it in the rule tables. */
  readonly at: string
  /** What one shown unit is in the table's unit. */
  readonly scale: number
}

/** A value by field, as shown. */
export type ParameterValue = Readonly<Record<string, number | string>>

/** What the fields of one parameter must keep among themselves; `line-down`: from, its value, to, a lower value. */
export type Relation = 'sums-to-100' | 'rising' | 'falling' | 'line-down'

/**
 * `reason`: whoever may edit, with a reason. `basis`: also with the document and article that it follows.
 * `locked`: nobody, and it says why.
 */
export type EditRule = 'reason' | 'basis' | 'locked'

/** Figures that parameters feed; rules that raise alerts are fed by their own ids. */
export const FEEDS = {
  'vehicle-indices': { zh: '车辆五项指数', en: 'Five vehicle indices' },
  'vehicle-overlap': { zh: '出行轨迹重叠率', en: 'Track overlap rate' },
  'order-verdict': { zh: '派车单核验', en: 'Verdict on orders' },
  'order-steps': { zh: '派车单环节时限', en: 'Time limits of orders' },
  'room-verdict': { zh: '房间三色', en: 'Colour of rooms' },
  'approved-area': { zh: '核定面积', en: 'Approved area' },
  coal: { zh: '折标准煤', en: 'Coal equivalent' },
  carbon: { zh: '碳排放', en: 'Carbon' },
  'energy-quota': { zh: '定额评价', en: 'Verdict against the quota' },
  eue: { zh: '机房 EUE', en: 'EUE of machine rooms' },
  'energy-year': { zh: '年度用能进度', en: 'Burn-down of the year' },
  'energy-night': { zh: '夜间基础负荷', en: 'Night base load' },
  vacancy: { zh: '空置用能', en: 'Energy of empty rooms' },
  quality: { zh: '数据质量', en: 'Data quality' },
  'target-certified': { zh: '判定:办证', en: 'Verdict on titles' },
  'target-compliance': { zh: '判定:公务用车合规', en: 'Verdict on vehicles' },
  'target-trips': { zh: '判定:行程核验', en: 'Verdict on trips' },
} as const satisfies Record<string, Text>
export type FeedId = keyof typeof FEEDS | RuleId

/** One parameter of the rules, declared once. Its default stands in the domain's own table. */
export interface Parameter {
  readonly key: string
  readonly domain: ParameterDomain
  readonly section: string
  readonly name: Text
  readonly fields: readonly Field[]
  readonly relation: Relation | null
  readonly mark: Mark
  readonly citation: Citation
  readonly edit: EditRule
  /** Why nobody edits it here; null where it may be edited. */
  readonly locked: Text | null
  readonly feeds: readonly FeedId[]
}

const WHOLE = 100
const SUM_SLACK = 0.05

/** What is wrong with a value; null when it may stand. Says which field and what was expected. */
export const valueFault = (
  parameter: Parameter,
  value: ParameterValue,
): { readonly field: string; readonly expected: Text } | null => {
  const extra = Object.keys(value).find((id) => !parameter.fields.some((field) => field.id === id))
  if (extra !== undefined)
    return {
      field: extra,
      expected: {
        zh: `只有 ${parameter.fields.map(({ id }) => id).join('、')}`,
        en: `only ${parameter.fields.map(({ id }) => id).join(', ')}`,
      },
    }
  for (const field of parameter.fields) {
    const expected = fieldFault(field, value[field.id])
    if (expected) return { field: field.id, expected }
  }
  return relationFault(
    parameter,
    parameter.fields.map(({ id }) => value[id] as number),
  )
}

const fieldFault = (field: Field, value: number | string | undefined): Text | null => {
  if (field.kind === 'choice') {
    const names = field.options?.map((option) => option.value) ?? []
    return names.includes(String(value))
      ? null
      : { zh: `应为 ${names.join('、')} 之一`, en: `one of ${names.join(', ')}` }
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value < field.least || value > field.most) {
    return {
      zh: `应为 ${field.least} 到 ${field.most} 的数${field.unit.zh ? `(${field.unit.zh})` : ''}`,
      en: `a number from ${field.least} to ${field.most}${field.unit.en ? ` (${field.unit.en})` : ''}`,
    }
  }
  const rounded = Number(value.toFixed(field.decimals))
  return Math.abs(rounded - value) < 1e-9
    ? null
    : { zh: `最多 ${field.decimals} 位小数`, en: `at most ${field.decimals} decimals` }
}

const relationFault = (
  parameter: Parameter,
  values: readonly number[],
): { readonly field: string; readonly expected: Text } | null => {
  const all = parameter.fields.map(({ id }) => id).join('+')
  if (parameter.relation === 'sums-to-100') {
    const sum = values.reduce((total, value) => total + value, 0)
    const shown = Math.round(sum * 100) / 100
    return Math.abs(sum - WHOLE) <= SUM_SLACK
      ? null
      : {
          field: all,
          expected: { zh: `合计应为 100%,现为 ${shown}%`, en: `100 % in all, the sum is ${shown} %` },
        }
  }
  if (parameter.relation === 'line-down') {
    const [from, high, to, low] = values as [number, number, number, number]
    return from < to && high > low
      ? null
      : {
          field: all,
          expected: {
            zh: '第二段编制应多于第一段,人均应小于第一段',
            en: 'the second band from more people and with less area each',
          },
        }
  }
  const wrong = values.findIndex(
    (value, i) =>
      i > 0 &&
      (parameter.relation === 'rising'
        ? value < (values[i - 1] as number)
        : parameter.relation === 'falling' && value > (values[i - 1] as number)),
  )
  if (wrong < 0) return null
  const [before, after] = [parameter.fields[wrong - 1] as Field, parameter.fields[wrong] as Field]
  const [zh, en] = parameter.relation === 'rising' ? ['不小于', 'at least'] : ['不大于', 'at most']
  return {
    field: after.id,
    expected: {
      zh: `“${after.name.zh}”应${zh}“${before.name.zh}”`,
      en: `“${after.name.en}” ${en} “${before.name.en}”`,
    },
  }
}
