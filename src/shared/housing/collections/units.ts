import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { count, id, label, regionCode, stamped, text } from '../../kernel/fields.ts'
import { gradeSchema, organLevelSchema } from '../grades.ts'

/** People of a unit. */
const headcount = count.max(1_000_000)

const unitSchema = z.object({
  id,
  name: label.min(1),
  region: regionCode,
  /** 管理部门 manages offices for its region; 使用单位 uses them. */
  role: z.enum(['department', 'user']),
  level: organLevelSchema,
  /** 机关, 事业单位, 群团. */
  nature: z.enum(['organ', 'institution', 'mass']),
  /** 统一社会信用代码, GB 32100-2015. */
  uscc: text(32).nullable(),
  /** 编制 by grade. */
  establishment: z.partialRecord(gradeSchema, headcount),
  /** 用能人数, includes staff outside the establishment. */
  energyUsers: headcount,
  ...stamped,
})
export type UnitRecord = z.infer<typeof unitSchema>

export const units = collection({
  name: 'units',
  title: { zh: '单位', en: 'units' },
  schema: unitSchema,
  key: ['id'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    units: typeof units
  }
}
