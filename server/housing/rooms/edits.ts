import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { ROOM_USES } from '#shared/housing/rooms.ts'
import { isWholeOf } from '#shared/housing/shares.ts'
import type { RoomCard, RoomEdit } from '#shared/protocol/http.ts'
import type { RoomRecord } from '#shared/protocol/platform.ts'
import { dayOf } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccessLog } from '../../common/ports/audit.ts'
import type { LedgerDoor, Summing } from '../../common/ports/summing.ts'
import type { RoomsRepository } from './roomRows.ts'
import type { UnitsRepository } from '../units/unitRows.ts'
import type { RoomsService } from './rooms.ts'
import type { Scope } from '../../common/scope/scope.ts'

export interface RoomEditDeps {
  readonly rooms: RoomsRepository
  readonly units: UnitsRepository
  readonly cards: RoomsService
  readonly ledger: () => Pick<LedgerDoor, 'editRoom'>
  readonly scope: Scope
  readonly clock: Clock
  readonly audit?: AccessLog
}
/**
 * Changes a room, logs who did it and why, and brings every ancestor up to date, in one transaction. The audit log holds
 * it before the transaction ends: an edit that cannot be logged is not made. `address` is where the request came from.
 */
export type EditRoom = (viewer: Viewer, id: string, edit: RoomEdit, address?: string) => Promise<RoomCard>

const EDITED = ['use', 'category', 'state', 'usableArea', 'unit', 'occupants'] as const

const refuse = (field: string, message: string): AppError =>
  new AppError('bad-request', message, { details: { field } })

/** The record after an edit. An idle room has nobody in it; a desk whose person left is free. */
const applyEdit = (room: RoomRecord, edit: RoomEdit, now: number): RoomRecord => {
  const today = dayOf(now)
  const state = edit.state ?? room.state
  const since = new Map(room.occupants.map((one) => [one.person, one.since]))
  const kept = state === 'idle' && !edit.occupants ? [] : (edit.occupants ?? room.occupants)
  const occupants = kept.map(({ person, share }) => ({ person, share, since: since.get(person) ?? today }))
  const present = new Set(occupants.map((one) => one.person))
  const category = edit.category ?? room.category
  return {
    ...room,
    category,
    state,
    occupants,
    use:
      edit.use ??
      (edit.category && edit.category !== room.category ? (ROOM_USES[category][0] as string) : room.use),
    stateSince: state === room.state ? room.stateSince : today,
    usableArea: edit.usableArea === undefined ? room.usableArea : Math.round(edit.usableArea * 100) / 100,
    unit: edit.unit === undefined ? room.unit : edit.unit,
    workstations: room.workstations.map((desk) =>
      desk.person !== null && !present.has(desk.person) ? { ...desk, person: null } : desk,
    ),
    updatedAt: Math.max(now, room.updatedAt + 1),
  }
}

const checkShape = (next: RoomRecord): void => {
  const uses: readonly string[] = ROOM_USES[next.category]
  if (!uses.includes(next.use))
    throw refuse(
      'use',
      `use ${next.use} does not belong to category ${next.category}: expected one of ${uses.join('、')}`,
    )
  const people = new Set(next.occupants.map((one) => one.person))
  if (people.size < next.occupants.length) throw refuse('occupants', 'a person is named twice')
  const sum = next.occupants.reduce((total, one) => total + one.share, 0)
  if (next.occupants.length > 0 && !isWholeOf(sum))
    throw refuse('occupants', `the shares of a room sum to 1, these to ${sum.toFixed(3)}`)
  if (next.state === 'idle' && next.occupants.length > 0)
    throw refuse('occupants', 'an idle room has no occupants')
}

const changedFields = (before: RoomRecord, after: RoomRecord): (typeof EDITED)[number][] =>
  EDITED.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
const pick = (room: RoomRecord, fields: readonly (keyof RoomRecord)[]): object =>
  Object.fromEntries(fields.map((name) => [name, room[name]]))

/** What an edit names beside the room: of another scope it is refused like what does not exist. Who sits there already may stay. */
const checkReferences = async (
  { units, scope }: Pick<RoomEditDeps, 'units' | 'scope'>,
  viewer: Viewer,
  before: RoomRecord,
  next: RoomRecord,
  edit: RoomEdit,
): Promise<void> => {
  const where = { regions: scope.regions(viewer), unit: scope.unit(viewer) }
  if (edit.unit && edit.unit !== before.unit) {
    const unit = await units.byId(edit.unit)
    const isMine =
      unit !== null &&
      (where.regions === null || where.regions.includes(unit.region)) &&
      (where.unit === null || where.unit === unit.id)
    if (!isMine)
      throw refuse(
        'unit',
        `单位 ${edit.unit} 不存在或不在管辖范围内 / unit ${edit.unit} does not exist or lies outside your scope`,
      )
  }
  const present = new Set(before.occupants.map((one) => one.person))
  const fresh = edit.occupants
    ? next.occupants.map((one) => one.person).filter((person) => !present.has(person))
    : []
  if (fresh.length === 0) return
  const known = await units.peopleIn(fresh, where)
  const stranger = fresh.find((person) => !known.has(person))
  if (stranger !== undefined)
    throw refuse(
      'occupants',
      `人员 ${stranger} 不存在或不在管辖范围内 / person ${stranger} does not exist or lies outside your scope`,
    )
}

export const makeEditRoom = (deps: RoomEditDeps): EditRoom => {
  const { rooms, cards, ledger, clock, audit } = deps
  return async (viewer, id, edit, address = '') => {
    await cards.require(viewer, id)
    const before = (await rooms.records([id]))[0] as RoomRecord
    const now = clock()
    const after = applyEdit(before, edit, now)
    checkShape(after)
    await checkReferences(deps, viewer, before, after, edit)
    const fields = changedFields(before, after)
    if (fields.length > 0) {
      const log = async (within: Pick<Summing, 'logChange'>): Promise<void> => {
        await within.logChange({
          room: id,
          at: now,
          account: viewer.account,
          reason: edit.reason,
          before: pick(before, fields),
          after: pick(after, fields),
        })
        await audit?.record({
          event: 'room.edit',
          account: viewer.account,
          role: viewer.role,
          address,
          outcome: 'ok',
          target: id,
          detail: `${fields.join(', ')}: ${edit.reason}`,
        })
      }
      await ledger().editRoom(after, log)
    }
    return cards.card(viewer, id)
  }
}
