/** One card event of one vehicle's terminal. */
interface DriverCardsTable {
  vehicle: string
  at: number
  card: 'in' | 'out'
  result: number | null
  name: string | null
  certificate_tail: string | null
  issuer: string | null
  valid_to: string | null
  source: string
  received_at: number
}

/** A view: whose card was in from when to when. */
interface DriverSpellsView {
  vehicle: string
  name: string
  certificate_tail: string | null
  issuer: string | null
  valid_to: string | null
  from_at: number
  to_at: number | null
}

export interface DriverTables {
  driver_cards: DriverCardsTable
  driver_spells: DriverSpellsView
}
