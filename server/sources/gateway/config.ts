import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { z } from 'zod'

/** What the three vehicle gateways have in common: we listen, terminals or platforms connect. */
const listening = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535),
  /** Coordinates that its senders use; they are turned into WGS-84 at the door. */
  crs: z.enum(['WGS84', 'GCJ02', 'BD09']).default('WGS84'),
  /** Clock of its terminals, hours ahead of UTC. The standards say 8. */
  utcOffsetHours: z.number().min(-12).max(14).default(8),
  maxConnections: z.number().int().min(1).max(200_000).default(100_000),
  /** Lines of one address that have not proved themselves yet; carriers hide many terminals behind one. */
  unprovenPerAddress: z.number().int().min(1).max(200_000).default(512),
  /** A line that is silent so long is closed, ms. */
  idleMs: z.number().int().min(200).max(DAY_MS).default(300_000),
  /** A line must prove itself within this time, ms. */
  patienceMs: z.number().int().min(100).max(600_000).default(30_000),
  /** Read from one line on average; more waits in the sender's own buffers. */
  bytesPerSecond: z
    .number()
    .int()
    .min(1_024)
    .max(1 << 30)
    .default(65_536),
}

/** JT/T 808 terminals. */
export const jt808ConfigSchema = z.object({
  ...listening,
  /** Secret from which each terminal's 鉴权码 is made; the same after a restart, so that terminals need not register again. */
  authKey: z.string().min(8),
  /** Takes a terminal whose number is not in the register by the plate or VIN that it registers with. */
  trustPlates: z.boolean().default(false),
  /** Parts of a message are waited for so long, ms. */
  partsMs: z.number().int().min(100).max(600_000).default(30_000),
})
export type Jt808Config = z.infer<typeof jt808ConfigSchema>

const u32 = z.number().int().min(0).max(0xffff_ffff)

/** JT/T 809: subordinate platforms log in to us on their main link. */
export const jt809ConfigSchema = z.object({
  ...listening,
  maxConnections: listening.maxConnections.unwrap().default(1_000),
  unprovenPerAddress: listening.unprovenPerAddress.unwrap().default(16),
  bytesPerSecond: listening.bytesPerSecond.unwrap().default(4_194_304),
  users: z
    .array(
      z.object({
        user: z.number().int().nonnegative(),
        password: z.string().min(1).max(8),
        platform: z.number().int().nonnegative(),
      }),
    )
    .min(1),
  /** M1, IA1 and IC1 for encrypted bodies; null: bodies come in the clear. */
  secret: z.object({ m1: u32, ia1: u32, ic1: u32 }).nullable().default(null),
  /**
   * 从链路, by which we ask the platform: opened to the address of its login when that is the main link's own or one of
   * `hosts`. null: none is opened, and nothing is ever connected to.
   */
  down: z
    .object({
      hosts: z.array(z.string().min(1).max(64)).default([]),
      keepaliveMs: z.number().int().min(100).max(600_000).default(MINUTE_MS),
      /** Silent so long, it is broken: three keep-alives. */
      silenceMs: z.number().int().min(200).max(HOUR_MS).default(180_000),
      /** 接收定位信息数量通知 (0x9101) is sent so often. */
      tellMs: z.number().int().min(100).max(DAY_MS).default(600_000),
    })
    .nullable()
    .default(null),
})
export type Jt809Config = z.infer<typeof jt809ConfigSchema>

/** GB/T 32960: vehicles by VIN, or an enterprise platform with a login of its own. */
export const gb32960ConfigSchema = z.object({
  ...listening,
  bytesPerSecond: listening.bytesPerSecond.unwrap().default(4_194_304),
  /** Enterprise platforms; empty: only single vehicles log in. */
  users: z
    .array(z.object({ user: z.string().min(1).max(12), password: z.string().min(1).max(20) }))
    .default([]),
})
export type Gb32960Config = z.infer<typeof gb32960ConfigSchema>

export type GatewayConfig = Jt808Config | Jt809Config | Gb32960Config
