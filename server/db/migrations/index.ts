import type { Migration } from 'kysely'
import { access } from './100_access.ts'
import { auditKept } from './370_audit_kept.ts'
import { auditClosed } from './382_audit_closed.ts'
import { alertsDue } from './430_alerts_due.ts'
import { ledger } from './001_ledger.ts'
import { searchKeys } from './002_search_keys.ts'
import { live } from './200_live.ts'
import { tracks } from './210_tracks.ts'
import { terminals } from './220_terminals.ts'
import { fences } from './230_fences.ts'
import { vehicleFacts } from './231_vehicle_facts.ts'
import { vehicleLedger } from './240_vehicle_ledger.ts'
import { vehicleLedgerReads } from './241_vehicle_ledger_reads.ts'
import { energyKept } from './250_energy_kept.ts'
import { energyTold } from './260_energy_told.ts'
import { alertSpans } from './280_alert_spans.ts'
import { measureDays } from './281_measure_days.ts'
import { vehicleHistory } from './290_vehicle_history.ts'
import { vehicleRules } from './300_vehicle_rules.ts'
import { driverCards } from './310_driver_cards.ts'
import { energyClasses } from './330_energy_classes.ts'
import { handedOver } from './365_handed_over.ts'
import { sessionsKept } from './366_sessions_kept.ts'
import { growingReads } from './380_growing_reads.ts'
import { seats } from './400_seats.ts'
import { countedMonths } from './401_counted_months.ts'
import { vehicleKeys } from './381_vehicle_keys.ts'
import { oneSphere } from './390_one_sphere.ts'
import { vehicleStandards } from './391_vehicle_standards.ts'
import { vehicleService } from './392_vehicle_service.ts'
import { overlapOfBoth } from './393_overlap_of_both.ts'
import { parameters } from './320_parameters.ts'
import { sharesOnce } from './410_shares_once.ts'
import { limitLevels } from './411_limit_levels.ts'
import { quarantineRegion } from './350_quarantine_region.ts'

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
