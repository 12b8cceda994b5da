import { sql, type Kysely, type Migration } from 'kysely'

/** A civil day in UTC+8 of an instant's column. */
const dayOf = (column: string): string =>
  `to_char(to_timestamp(${column} / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`
const startOf = (column: string): string =>
  `(extract(epoch from ${column}::timestamp at time zone 'Asia/Shanghai') * 1000)::int8`

/** Whether an order has a track to be compared with: it set out since tracks are kept here, or its day's were handed over. */
const HAS_TRACK = `(o.start_at >= (select since from vehicle_ledger_state)
  or exists (select from vehicle_track_days k where k.vehicle = o.vehicle and k.day = ${dayOf('o.start_at')}))`
const ROWS = `select o.id, ${dayOf('o.start_at')}, v.region, o.end_at from orders o join vehicles v on v.id = o.vehicle`
const QUEUE = `insert into order_verdicts_due (order_id, day, region, end_at)`
const AGAIN = `on conflict (order_id) do update
  set day = excluded.day, region = excluded.region, end_at = excluded.end_at, not_before = 0, mark = excluded.mark`

/** A trigger for each way of writing: rows of both are named `came`. */
const onWrite = (table: string, name: string): string[] =>
  ['insert', 'update'].map(
    (way) => `create trigger ${name}_${way} after ${way} on ${table} referencing new table as came
      for each statement execute function ${name}()`,
  )
const maker = (name: string, statements: readonly string[]): string =>
  `create function ${name}() returns trigger language plpgsql as $$ begin ${statements.join('; ')}; return null; end $$`

const STATEMENTS: readonly string[] = [
  'create index if not exists orders_vehicle_start on orders (vehicle, start_at)',
  'create index vehicle_rentals_region on vehicle_rentals (region, start_at)',
  `create index order_verdicts_found on order_verdicts (day) where reasons <> '[]'`,
  `create sequence order_verdicts_marks`,
  `create table order_verdicts_due (order_id text primary key, day text not null, region text not null, end_at bigint not null,
    not_before bigint not null default 0, mark bigint not null default nextval('order_verdicts_marks'))`,
  'create index order_verdicts_due_next on order_verdicts_due (day desc, region, end_at)',
  maker('order_verdicts_ask', [
    `delete from order_verdicts_due d using came o where d.order_id = o.id and o.status <> 'returned'`,
    `${QUEUE} ${ROWS.replace('from orders o', 'from came o')} where o.status = 'returned' and ${HAS_TRACK} ${AGAIN}`,
  ]),
  maker('order_verdicts_paid', [
    `${QUEUE} ${ROWS} where o.status = 'returned' and o.id in (select order_id from came) and ${HAS_TRACK} ${AGAIN}`,
  ]),
  maker('order_verdicts_driven', [
    `${QUEUE} ${ROWS} join (select distinct vehicle, day from came) k on k.vehicle = o.vehicle
      and o.start_at >= ${startOf('k.day')} and o.start_at < ${startOf('k.day')} + 86400000 where o.status = 'returned' ${AGAIN}`,
  ]),
  ...onWrite('orders', 'order_verdicts_ask'),
  ...onWrite('vehicle_costs', 'order_verdicts_paid'),
  ...onWrite('vehicle_track_days', 'order_verdicts_driven'),
  `${QUEUE} ${ROWS} left join order_verdicts t on t.order_id = o.id
    left join (select order_id, max(updated_at) as at from vehicle_costs where order_id is not null group by 1) c on c.order_id = o.id
    where o.status = 'returned' and ${HAS_TRACK} and (t.order_id is null or t.seen_at < greatest(o.updated_at, c.at)) ${AGAIN}`,
]

/**
 * What is read again and again no longer grows with the years: orders that wait for their verdict stand in a queue that
 * every write of an order, of its costs or of its day's track fills in the same transaction.
 */
export const growingReads: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
