import { sql, type Kysely, type Migration } from 'kysely'

const RENAMED = `'VH-13', 'VA-01'`
const STATEMENTS: readonly string[] = [
  `alter table vehicles add column exception_ground text`,
  `update vehicle_facts set rule = 'VA-01', alert = replace(alert, ${RENAMED}) where rule = 'VH-13'`,
  `update vehicle_facts_past set rule = 'VA-01', alert = replace(alert, ${RENAMED}), fact = fact || jsonb_build_object('rule', 'VA-01', 'alert', replace(alert, ${RENAMED})) where rule = 'VH-13'`,
  `update alert_spans set id = replace(id, ${RENAMED}) where id like 'VH-13%'`,
  `update alerts set rule = 'VA-01', id = replace(id, ${RENAMED}) where rule = 'VH-13'`,
  /* What was revised of a sedan holds for the base of small cars now; the log of revisions only grows. */
  `insert into parameter_versions (key, version, value, effective_from, reason, basis, account, role, at)
    select replace(key, '.sedan', '.small.base'), version, value, effective_from, reason, basis, account, role, at from parameter_versions where key like 'standard.%.sedan'`,
]

/** 超出基本标准的理由 of a vehicle; 终端报警 has an id of its own, since VH-13 is 三色预警. */
export const vehicleStandards: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
