import type { Migration } from 'kysely'
import { access } from '../access/migrations/100_access.ts'
import { auditKept } from '../access/migrations/370_audit_kept.ts'
import { auditClosed } from '../access/migrations/382_audit_closed.ts'
import { alertsDue } from '../supervision/migrations/430_alerts_due.ts'
import { ledger } from '../intake/migrations/001_ledger.ts'
import { searchKeys } from '../housing/migrations/002_search_keys.ts'
import { live } from '../vehicles/migrations/200_live.ts'
import { tracks } from '../vehicles/migrations/210_tracks.ts'
import { terminals } from '../vehicles/migrations/220_terminals.ts'
import { fences } from '../vehicles/migrations/230_fences.ts'
import { vehicleFacts } from '../vehicles/migrations/231_vehicle_facts.ts'
import { vehicleLedger } from '../vehicles/ledger/migrations/240_vehicle_ledger.ts'
import { vehicleLedgerReads } from '../vehicles/ledger/migrations/241_vehicle_ledger_reads.ts'
import { energyKept } from '../energy/migrations/250_energy_kept.ts'
import { energyTold } from '../energy/migrations/260_energy_told.ts'
import { alertSpans } from '../supervision/migrations/280_alert_spans.ts'
import { measureDays } from '../housing/migrations/281_measure_days.ts'
import { vehicleHistory } from '../vehicles/ledger/migrations/290_vehicle_history.ts'
import { vehicleRules } from '../vehicles/migrations/300_vehicle_rules.ts'
import { driverCards } from '../vehicles/migrations/310_driver_cards.ts'
import { energyClasses } from '../energy/migrations/330_energy_classes.ts'
import { handedOver } from '../access/migrations/365_handed_over.ts'
import { sessionsKept } from '../access/migrations/366_sessions_kept.ts'
import { growingReads } from '../intake/migrations/380_growing_reads.ts'
import { seats } from '../housing/migrations/400_seats.ts'
import { countedMonths } from '../housing/migrations/401_counted_months.ts'
import { vehicleKeys } from '../vehicles/ledger/migrations/381_vehicle_keys.ts'
import { oneSphere } from '../vehicles/migrations/390_one_sphere.ts'
import { vehicleStandards } from '../vehicles/ledger/migrations/391_vehicle_standards.ts'
import { vehicleService } from '../vehicles/ledger/migrations/392_vehicle_service.ts'
import { overlapOfBoth } from '../vehicles/ledger/migrations/393_overlap_of_both.ts'
import { parameters } from '../standards/migrations/320_parameters.ts'
import { sharesOnce } from '../housing/migrations/410_shares_once.ts'
import { limitLevels } from '../standards/migrations/411_limit_levels.ts'
import { quarantineRegion } from '../intake/migrations/350_quarantine_region.ts'

/** In the order of their names; a number is never used twice: 0xx ledger, 1xx access, 2xx live. */
export const migrations: Record<string, Migration> = {
  '001_ledger': ledger,
  '002_search_keys': searchKeys,
  '100_access': access,
  '200_live': live,
  '210_tracks': tracks,
  '220_terminals': terminals,
  '230_fences': fences,
  '231_vehicle_facts': vehicleFacts,
  '240_vehicle_ledger': vehicleLedger,
  '241_vehicle_ledger_reads': vehicleLedgerReads,
  '250_energy_kept': energyKept,
  '260_energy_told': energyTold,
  '280_alert_spans': alertSpans,
  '281_measure_days': measureDays,
  '290_vehicle_history': vehicleHistory,
  '300_vehicle_rules': vehicleRules,
  '310_driver_cards': driverCards,
  '320_parameters': parameters,
  '330_energy_classes': energyClasses,
  '350_quarantine_region': quarantineRegion,
  '365_handed_over': handedOver,
  '366_sessions_kept': sessionsKept,
  '380_growing_reads': growingReads,
  '381_vehicle_keys': vehicleKeys,
  '370_audit_kept': auditKept,
  '382_audit_closed': auditClosed,
  '390_one_sphere': oneSphere,
  '391_vehicle_standards': vehicleStandards,
  '392_vehicle_service': vehicleService,
  '393_overlap_of_both': overlapOfBoth,
  '400_seats': seats,
  '401_counted_months': countedMonths,
  '430_alerts_due': alertsDue,
  '410_shares_once': sharesOnce,
  '411_limit_levels': limitLevels,
}
