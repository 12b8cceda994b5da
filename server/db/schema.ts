import type { AccessTables } from './tables/access.ts'
import type { DriverTables } from './tables/drivers.ts'
import type { EnergyToldTables } from './tables/energyTold.ts'
import type { LedgerTables } from './tables/ledger.ts'
import type { LiveTables } from './tables/live.ts'
import type { PastTables } from './tables/past.ts'
import type { ParameterTables } from './tables/parameters.ts'
import type { VehicleRulesTables } from './tables/vehicleRules.ts'
import type { VehicleLedgerTables } from './tables/vehicleLedger.ts'

/**
 * Every table of the database, by the part of the house that owns it. A subject of its own says its tables beside its rows:
 * `declare module '../db/schema.ts' { interface Schema { meeting_bookings: MeetingBookingsTable } }`.
 */
export interface Schema
  extends
    ParameterTables,
    LedgerTables,
    AccessTables,
    LiveTables,
    EnergyToldTables,
    VehicleLedgerTables,
    VehicleRulesTables,
    DriverTables,
    PastTables {}
