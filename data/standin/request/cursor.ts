import { z } from 'zod'
import { StandinError } from '../errors.ts'

/** Where a walk stands; opaque to the client, and good across a restart. */
const cursorSchema = z.object({
  edition: z.string(),
  place: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
  since: z.number().int().nonnegative().nullable(),
  watermark: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
})
export type Cursor = z.infer<typeof cursorSchema>

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** Throws 400 on anything that this platform did not hand out. */
export const decodeCursor = (text: string): Cursor => {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new StandinError(400, 'bad-request', '游标无效 / not a cursor of this platform', {
      field: 'cursor',
      expected: '上一页的 next / `next` of the page before',
    })
  }
}
