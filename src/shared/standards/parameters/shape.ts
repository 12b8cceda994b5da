import type { Mark } from '../../indices/mark.ts'
import {
  STATUTE,
  type EditRule,
  type FeedId,
  type Field,
  type Parameter,
  type ParameterDomain,
  type Relation,
  type Text,
} from '../parameter.ts'
import type { Citation } from '../rule.ts'

export const text = (zh: string, en: string): Text => ({ zh, en })
/** 本系统口径: no public text gives it. */
export const own = (article: string): Citation => ({ document: '本系统口径', article, mark: 'D' })

export interface Shape {
  readonly name: Text
  readonly fields: readonly Field[]
  readonly citation: Citation
  readonly feeds: readonly FeedId[]
  readonly relation?: Relation
  /** Without it: a reason for what no public text gives or is to be verified. */
  readonly edit?: EditRule
  readonly locked?: Text
}

const editOf = (mark: Mark, shape: Shape): EditRule =>
  shape.edit ?? (shape.locked ? 'locked' : mark === 'D' || mark === 'M' ? 'reason' : 'locked')

/** Declares a section's parameters; keys are `domain.name`. */
export const section = (
  domain: ParameterDomain,
  name: string,
  shapes: Readonly<Record<string, Shape>>,
): Parameter[] =>
  Object.entries(shapes).map(([key, shape]) => {
    const edit = editOf(shape.citation.mark, shape)
    return {
      key: `${domain}.${key}`,
      domain,
      section: name,
      name: shape.name,
      fields: shape.fields,
      relation: shape.relation ?? null,
      mark: shape.citation.mark,
      citation: shape.citation,
      edit,
      locked: edit === 'locked' ? (shape.locked ?? STATUTE) : null,
      feeds: shape.feeds,
    }
  })
