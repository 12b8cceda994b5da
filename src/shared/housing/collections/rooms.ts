import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { area, coordinate, happenedDay, id, label, ring, stamped, text } from '../../kernel/fields.ts'
import { roomCategorySchema, roomStateSchema } from '../rooms.ts'

const workstationSchema = z.object({
  id,
  code: label,
  /** Local metres. */
  x: coordinate,
  y: coordinate,
  rotation: coordinate,
  person: id.nullable(),
})

const roomSchema = z.object({
  id,
  floor: id,
  number: text(64).min(1),
  category: roomCategorySchema,
  use: label,
  state: roomStateSchema,
  /** The day the present state began. */
  stateSince: happenedDay,
  /** 使用面积, m². */
  usableArea: area,
  ring,
  unit: id.nullable(),
  /** Who sits there, and which share of the room is theirs (the shares of a room sum to 1). */
  occupants: z
    .array(z.object({ person: id, share: z.number().positive().max(1), since: happenedDay }))
    .max(2_000),
  workstations: z.array(workstationSchema).max(2_000),
  ...stamped,
})
export type RoomRecord = z.infer<typeof roomSchema>

export const rooms = collection({
  name: 'rooms',
  title: { zh: '房间与工位', en: 'rooms and workstations' },
  schema: roomSchema,
  key: ['id'],
  parents: { floor: 'floors', unit: 'units' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    rooms: typeof rooms
  }
}
