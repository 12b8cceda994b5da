import type { Measures } from '#shared/indices/measures.ts'

const PARTS = ['office', 'service', 'equipment', 'auxiliary', 'technical'] as const
type Part = (typeof PARTS)[number]

export interface PartRow {
  readonly part: Part
  readonly squareMetres: number
  /** 0–100; null without any area. */
  readonly percent: number | null
}

const OF: Record<Part, (m: Measures) => number> = {
  office: (m) => m.officeTotalDm2,
  service: (m) => m.serviceDm2,
  equipment: (m) => m.equipmentDm2,
  auxiliary: (m) => m.auxiliaryDm2,
  technical: (m) => m.technicalDm2,
}

/** 分类使用: the five categories sum to the usable area; idle rooms lie inside their category and are told apart beside it. */
export const partRows = (m: Measures): readonly PartRow[] =>
  PARTS.map((part) => ({
    part,
    squareMetres: OF[part](m) / 100,
    percent: m.usableDm2 > 0 ? (OF[part](m) / m.usableDm2) * 100 : null,
  }))
