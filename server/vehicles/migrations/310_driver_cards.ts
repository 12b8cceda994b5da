import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table driver_cards (vehicle text not null, at bigint not null, card text not null check (card in ('in', 'out')), result smallint, name text, certificate_tail text, issuer text, valid_to text,
    source text not null, received_at bigint not null, primary key (vehicle, at, card))`,
  `create index driver_cards_received on driver_cards (received_at)`,
  `create view driver_spells as
    select c.vehicle, c.name, c.certificate_tail, c.issuer, c.valid_to, c.at as from_at, (select min(n.at) from driver_cards n where n.vehicle = c.vehicle and n.at > c.at) as to_at
    from driver_cards c where c.card = 'in' and c.name is not null and coalesce(c.result, 0) = 0`,
]

/** Driver cards as terminals read them, and who had his card in from when to when: late and repeated events fall into their place by themselves. */
export const driverCards: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
