import { z } from 'zod'

export const id = z.string().min(1).max(64)
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export const instant = z.number().int().nonnegative()
export const lon = z.number().min(-180).max(180)
export const lat = z.number().min(-90).max(90)
/** `HH:mm` of a civil day in UTC+8; `24:00` is its end. */
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
export const lonLat = z.tuple([lon, lat])
export const area = z.number().nonnegative().max(1_000_000)
export const ring = z.array(z.tuple([z.number(), z.number()])).min(3)
/** When the platform last changed the record, epoch ms; `since` compares with it. */
export const stamped = { updatedAt: instant }
