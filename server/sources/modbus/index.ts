import { cutText } from '#shared/kernel/text.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeBackoff } from '../platform/backoff.ts'
import { pause, retry } from '../../common/jobs.ts'
import { source } from '../definition.ts'
import { rejectWhole } from '../door.ts'
import { makeHealth, messageOf, type Health, type SourceLog } from '../health.ts'
import type { SourceRegisters } from '../registers.ts'
import type { Rejected, Source, SourceSink } from '../Source.ts'
import { modbusConfigSchema, type ModbusConfig, type ModbusDevice } from './config.ts'
import { readDevice, type ModbusReading } from './device.ts'

const nameOf = (device: ModbusDevice): string => `${device.host}:${device.port}/${device.unit}`

/** The source at work. */
interface Polling {
  readonly config: ModbusConfig
  readonly clock: Clock
  readonly log: SourceLog
  readonly registers: SourceRegisters
  readonly health: Health
  readonly abort: AbortController
  /** Why devices were not read, by their name. */
  readonly errors: Map<string, string>
}

const say = ({ config, health, errors }: Polling, device: ModbusDevice, error: string | null): void => {
  if (error === null) errors.delete(nameOf(device))
  else errors.set(nameOf(device), error)
  const [first] = errors
  const text = first ? `${errors.size}/${config.devices.length}: ${first[0]}: ${first[1]}` : undefined
  health.state(errors.size === config.devices.length ? 'backing-off' : 'live', text)
}

const toReading = (
  { config, registers }: Polling,
  device: ModbusDevice,
  values: readonly ModbusReading[],
  at: number,
) => {
  const known = registers.metersOf(device.building)
  if (known.length === 0)
    throw new Error(`expected a building of the register with meters, found ${device.building}`)
  const rejected: Rejected[] = []
  const meters = device.meters.flatMap((meter, i) => {
    const { total, kw } = values[i] as ModbusReading
    const id = meter.meter ?? known.find(({ item }) => item === meter.item)?.id
    const reason =
      id === undefined
        ? `expected a meter of ${device.building} for ${meter.item}, found none`
        : total === null || total < 0
          ? `expected a register of 0 or more at ${meter.total.address}, found ${total}`
          : null
    if (reason === null) return [{ meter: id as string, total: total as number, kw }]
    rejected.push({
      ...rejectWhole(config.name, 'modbus', reason, values[i]),
      recordId: cutText(`${nameOf(device)}/${meter.meter ?? meter.item}`, 128),
      field: 'total',
    })
    return []
  })
  return { reading: { building: device.building, at, meters }, rejected }
}

const ask = async (polling: Polling, sink: SourceSink, device: ModbusDevice): Promise<void> => {
  const { config, clock, health, abort } = polling
  const values = await readDevice(device, abort.signal)
  const { reading, rejected } = toReading(polling, device, values, clock())
  if (rejected.length > 0) await sink.quarantine(rejected)
  if (reading.meters.length > 0) await sink.accept(config.name, { kind: 'readings', items: [reading] })
  health.rejected(rejected.length)
  health.kept(reading.meters.length > 0 ? 1 : 0, clock())
}

/** One device, round after round; an outage of it is waited out. */
const poll = async (polling: Polling, sink: SourceSink, device: ModbusDevice): Promise<void> => {
  const { config, log, errors, abort } = polling
  const backoff = makeBackoff()
  const again = (error: unknown): boolean => {
    if (errors.get(nameOf(device)) !== messageOf(error))
      log.warn(
        { source: config.name, device: nameOf(device), error: messageOf(error) },
        'a device was not read; backing off',
      )
    say(polling, device, messageOf(error))
    return true
  }
  let started = 0
  const round = async (): Promise<void> => {
    started = performance.now()
    await ask(polling, sink, device)
    say(polling, device, null)
  }
  while (await retry(round, { wait: backoff.next, again, signal: abort.signal })) {
    backoff.reset()
    await pause(Math.max(0, config.pollMs - (performance.now() - started)), abort.signal)
  }
}

/**
 * Request way over Modbus TCP: every device is asked in a round of its own and waits out its own outages, so that a slow
 * or dead one delays nobody. Registers are handed over as they are; falls, resets and rollovers are treated further on.
 */
export const makeModbusSource = (
  config: ModbusConfig,
  clock: Clock,
  log: SourceLog,
  registers: SourceRegisters,
): Source => {
  const health = makeHealth(config.name, 'request', 'readings')
  const abort = new AbortController()
  const polling: Polling = { config, clock, log, registers, health, abort, errors: new Map() }
  let rounds: Promise<void>[] = []
  return {
    name: config.name,
    start: async (sink) => {
      health.state('starting')
      rounds = config.devices.map((device) => poll(polling, sink, device))
    },
    stop: async () => {
      abort.abort()
      await Promise.all(rounds)
      health.state('stopped')
    },
    status: health.status,
  }
}

export default source({ way: 'modbus', schema: modbusConfigSchema, make: makeModbusSource })
