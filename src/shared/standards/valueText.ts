import type { Field, Parameter, ParameterValue } from './parameter.ts'

/** `7 时` or `7:00`; a share with its sign; a number with its unit. */
export const fieldText = (field: Field, value: number | string | undefined, lang: 'zh' | 'en'): string => {
  if (value === undefined) return '—'
  if (field.kind === 'choice')
    return field.options?.find((option) => option.value === value)?.name[lang] ?? String(value)
  if (field.kind === 'hour') return `${String(value).padStart(2, '0')}:00`
  const unit = field.unit[lang]
  return unit === '' ? String(value) : unit === '%' ? `${value}%` : `${value} ${unit}`
}

/** All fields of a value in one line, each with its name where there are several. */
export const valueText = (parameter: Parameter, value: ParameterValue, lang: 'zh' | 'en'): string =>
  parameter.fields
    .map((field) => [field.name[lang], fieldText(field, value[field.id], lang)].filter(Boolean).join(' '))
    .join(lang === 'zh' ? ',' : ', ')
