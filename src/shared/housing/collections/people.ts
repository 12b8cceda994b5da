import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { happenedDay, id, label, stamped, text } from '../../kernel/fields.ts'
import { gradeSchema } from '../grades.ts'

const personSchema = z.object({
  id,
  name: label.min(1),
  unit: id,
  grade: gradeSchema,
  post: label,
  status: z.enum(['serving', 'transferred', 'retired', 'seconded', 'concurrent']),
  statusSince: happenedDay,
  phone: text(64).nullable(),
  ...stamped,
})
export type PersonRecord = z.infer<typeof personSchema>

export const people = collection({
  name: 'people',
  title: { zh: '人员', en: 'people' },
  schema: personSchema,
  key: ['id'],
  parents: { unit: 'units' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    people: typeof people
  }
}
