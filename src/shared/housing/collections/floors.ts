import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { coordinate, id, label, ring, stamped } from '../../kernel/fields.ts'

const floorSchema = z.object({
  id,
  building: id,
  /** 1 is the ground floor, −1 the first basement; there is no 0. */
  level: z.number().int().min(-100).max(500),
  label,
  /** Metres from the ground to the floor's slab, negative below it. */
  elevation: coordinate,
  height: z.number().positive().max(2_000),
  /** `drawing` when a plan was uploaded, `schematic` when it was made from the ledger. */
  plan: z.enum(['drawing', 'schematic']),
  outline: ring,
  /** Parts that belong to no room: corridors and cores (stairs, lifts). Local metres. */
  corridors: z.array(ring).max(1_000),
  cores: z.array(ring).max(1_000),
  ...stamped,
})
export type FloorRecord = z.infer<typeof floorSchema>

export const floors = collection({
  name: 'floors',
  title: { zh: '楼层', en: 'floors' },
  schema: floorSchema,
  key: ['id'],
  parents: { building: 'buildings' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    floors: typeof floors
  }
}
