import type { Viewer } from '#shared/kernel/roles.ts'
import { GRADES, gradeName } from '#shared/housing/grades.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import type { UnitCard } from '#shared/protocol/http.ts'
import type { UnitList } from '#shared/housing/answers/lists.ts'
import {
  approvedArea,
  areaLimitOf,
  EQUIPMENT_SHARE,
  serviceRuleOf,
  type ServiceRule,
} from '#shared/standards/officeArea.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { toSquareMetres } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { MeasuresRepository } from '../measures/measureRows.ts'
import type { UnitDbRow, UnitsRepository } from './unitRows.ts'
import { regionRef } from '../places/placeShapes.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'

export interface UnitsDeps {
  readonly units: UnitsRepository
  readonly measures: MeasuresRepository
  readonly tree: RegionTree
  readonly scope: Scope
  readonly rules: Rules
  readonly clock: Clock
}
interface UnitQuery {
  readonly region: string
  readonly q?: string | undefined
  readonly role?: UnitDbRow['role'] | undefined
  readonly offset: number
  readonly limit: number
}
export interface UnitsService {
  card(viewer: Viewer, id: string): Promise<UnitCard>
  list(viewer: Viewer, query: UnitQuery): Promise<UnitList>
}

const round2 = (value: number): number => Math.round(value * 100) / 100

/** 核定 against used: A 办公室, B 服务用房, E 设备用房 by 编制定员; what is used is the usable area of those three. */
const approvedFor = (
  unit: UnitDbRow,
  measures: readonly number[],
  services: readonly ServiceRule[],
): UnitCard['approved'] => {
  const { a, b, e, basic } = approvedArea(unit.limit_level, unit.establishment, false, services)
  const own = measuresFromArray(measures)
  const used = toSquareMetres(own.officeTotalDm2 + own.serviceDm2 + own.equipmentDm2)
  const rules = [
    areaLimitOf(unit.limit_level, 'staff').citation,
    serviceRuleOf(unit.limit_level, services).citation,
    EQUIPMENT_SHARE.citation,
  ].map((rule) => ({ ...rule }))
  return {
    a: round2(a),
    b: round2(b),
    e: round2(e),
    basic: round2(basic),
    used,
    over: round2(used - basic),
    rules,
  }
}

/** 编制 by grade, each with the area that it may have. */
const establishmentOf = (unit: UnitDbRow): UnitCard['establishment'] =>
  GRADES.flatMap((grade) => {
    const count = unit.establishment[grade] ?? 0
    return count > 0
      ? [
          {
            grade,
            gradeName: gradeName(unit.limit_level, grade),
            count,
            limit: areaLimitOf(unit.limit_level, grade).limit,
          },
        ]
      : []
  })

export const makeUnits = ({ units, measures, tree, scope, rules, clock }: UnitsDeps): UnitsService => ({
  card: async (viewer, id) => {
    const unit = await units.byId(id)
    const bound = scope.unit(viewer)
    if (!unit || (bound !== null && bound !== id)) throw notFound(`unit ${id}`)
    scope.requireRegion(viewer, unit.region, `unit ${id}`)
    const [own, buildings] = await Promise.all([measures.units([id]), units.buildingsOf(id)])
    const values = [...(own[0]?.measures ?? [])]
    return {
      id,
      name: unit.name,
      region: unit.region,
      level: unit.level,
      path: tree.path(unit.region).map(regionRef),
      establishment: establishmentOf(unit),
      measures: values,
      approved: approvedFor(unit, values, rules().services),
      buildings: buildings.map((one) => ({
        id: one.id,
        name: one.name,
        rooms: one.rooms,
        usableArea: toSquareMetres(one.usable_dm2),
      })),
      provenance: {
        source: unit.source,
        sourceId: unit.source_id,
        updatedAt: unit.updated_at,
        receivedAt: unit.received_at,
      },
      asOf: clock(),
    }
  },
  list: async (viewer, query) => {
    scope.requireRegion(viewer, query.region, `region ${query.region}`)
    const whole = query.region === tree.province()?.code
    const filter = {
      regions: whole ? null : tree.subtree(query.region),
      unit: scope.unit(viewer),
      name: query.q?.trim() || null,
      role: query.role,
    }
    const [rows, total] = await Promise.all([
      units.list(filter, query.offset, query.limit),
      units.count(filter),
    ])
    const shown = rows.map(({ measures: values, ...row }) => ({
      ...row,
      regionName: tree.get(row.region)?.name ?? row.region,
      measures: [...values],
    }))
    return { units: shown, total, offset: query.offset, asOf: clock() }
  },
})
