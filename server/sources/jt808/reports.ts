import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { Jt808Body, Jt808Header, Jt808Location } from '../../codecs/jt808/index.ts'
import { takeDriver } from '../gateway/drivers.ts'
import { instantOf } from '../gateway/fix.ts'
import { fault, type Of, type OnLine } from './onLine.ts'
import { takeLocation } from './position.ts'

/** Messages of one line that wait to become durable; above, it is not read. */
const UNACKNOWLEDGED = 512

const keep = (
  on: OnLine,
  header: Jt808Header,
  items: readonly PositionRecord[],
  serials: readonly number[],
): void => {
  const { line, intake, reply } = on
  if (++on.waiting === UNACKNOWLEDGED) line.hold()
  intake.offer(items, (durable) => {
    if (on.waiting-- === UNACKNOWLEDGED) line.release()
    reply(header, durable ? 0 : 1, serials)
  })
}

const locations = (
  on: OnLine,
  header: Jt808Header,
  all: readonly Jt808Location[],
  vehicle: string,
  live: boolean,
  serials: readonly number[],
  broken: boolean,
): void => {
  const { config, clock, ports, reply } = on
  const items: PositionRecord[] = []
  let faults = broken ? 1 : 0
  for (const location of all) {
    const taken = takeLocation(location, vehicle, config, clock(), live)
    if (taken === 'no-fix') ports.count(taken)
    else if ('item' in taken) items.push(taken.item)
    else {
      faults++
      fault(on, taken.code, taken.reason, { location }, header.phone)
    }
  }
  if (items.length > 0) keep(on, header, items, serials)
  else reply(header, faults > 0 ? 2 : 0, serials)
}

const batch = (
  on: OnLine,
  header: Jt808Header,
  body: Of<'batch'>,
  vehicle: string,
  serials: readonly number[],
): void => {
  const good: Jt808Location[] = []
  for (const point of body.points) {
    if ('error' in point)
      fault(
        on,
        `point-${point.error.code}`,
        'expected whole points in a batch',
        { reason: point.error.reason },
        header.phone,
      )
    else good.push(point)
  }
  locations(on, header, good, vehicle, false, serials, good.length < body.count)
}

/** Answered like a position: when it is durable. 2011 says who drives and not since when: the moment of receipt stands for it. */
const driver = (
  on: OnLine,
  header: Jt808Header,
  body: Of<'driver'>,
  vehicle: string,
  serials: readonly number[],
): void => {
  const { clock, config, ports, reply, line } = on
  const at = body.edition === '2011' ? clock() : body.at === null ? null : instantOf(body.at, config)
  const taken = takeDriver({ ...body, name: body.driver, at }, vehicle, clock())
  ports.count('driver')
  if ('code' in taken) {
    fault(
      on,
      taken.code,
      taken.reason,
      { card: body.card, time: body.time, result: body.result },
      header.phone,
    )
    return reply(header, 2, serials)
  }
  if (taken.unreadable)
    fault(on, taken.unreadable.code, taken.unreadable.reason, { time: body.time }, header.phone)
  if (++on.waiting === UNACKNOWLEDGED) line.hold()
  void ports.driver(taken.card).then((durable) => {
    if (on.waiting-- === UNACKNOWLEDGED) line.release()
    reply(header, durable ? 0 : 1, serials)
  })
}

/** A message of a terminal that proved itself. */
export const proved = (
  on: OnLine,
  header: Jt808Header,
  body: Jt808Body,
  vehicle: string,
  serials: readonly number[],
): void => {
  const { ports, proven, reply } = on
  if (body.kind === 'location') return locations(on, header, [body], vehicle, true, serials, false)
  if (body.kind === 'batch') return batch(on, header, body, vehicle, serials)
  if (body.kind === 'driver') return driver(on, header, body, vehicle, serials)
  if (body.kind === 'reply') return
  ports.count(body.kind)
  if (body.kind === 'logout') proven.delete(header.phone)
  reply(header, body.kind === 'raw' ? 3 : 0, serials)
}
