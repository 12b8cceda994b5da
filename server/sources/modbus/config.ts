import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { z } from 'zod'
import { METER_ITEMS } from '#shared/protocol/platform.ts'

/** One number on a device. Value = what is read × `scale` × `ratio`. */
export const modbusNumberSchema = z.object({
  /** From 0, as on the wire; a manual's 40001 is 0. */
  address: z.number().int().min(0).max(65_535),
  kind: z.enum(['holding', 'input']).default('holding'),
  type: z.enum(['u16', 'i16', 'u32', 'i32', 'f32', 'u64', 'f64']),
  /** Which word of several comes first. */
  words: z.enum(['high-first', 'low-first']).default('high-first'),
  /** Which byte of a word comes first: the protocol's high one (ABCD, or CDAB with `words` low-first), or the low one of some devices (BADC, DCBA). */
  bytes: z.enum(['high-first', 'low-first']).default('high-first'),
  /** kWh or m³ (kW for power) that one count is worth. */
  scale: z.number().positive().default(1),
  /** 倍率: of the current transformer, times that of the voltage transformer; 1 where the device counts it in itself. */
  ratio: z.number().positive().default(1),
})
export type ModbusNumber = z.infer<typeof modbusNumberSchema>

/** Which of our meters it is: by id, or as the building's meter of a 分项. */
const modbusMeterSchema = z
  .object({
    meter: z.string().min(1).max(64).optional(),
    item: z.enum(METER_ITEMS).optional(),
    total: modbusNumberSchema,
    kw: modbusNumberSchema.optional(),
  })
  .refine(
    ({ meter, item }) => (meter === undefined) !== (item === undefined),
    'expected either meter or item',
  )

const modbusDeviceSchema = z.object({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535).default(502),
  unit: z.number().int().min(0).max(255).default(1),
  building: z.string().min(1).max(64),
  meters: z.array(modbusMeterSchema).min(1).max(250),
  /** An answer that takes longer counts as an outage of this device, ms. */
  timeoutMs: z.number().int().min(50).max(MINUTE_MS).default(3_000),
})
export type ModbusDevice = z.infer<typeof modbusDeviceSchema>

/** Modbus TCP: we ask each device by itself at an interval. */
export const modbusConfigSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  pollMs: z.number().int().min(50).max(DAY_MS).default(MINUTE_MS),
  devices: z.array(modbusDeviceSchema).min(1).max(5_000),
})
export type ModbusConfig = z.infer<typeof modbusConfigSchema>
