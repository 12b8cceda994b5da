import type {
  OrderRecord,
  OrderStepLimitRecord,
  VehicleCostRecord,
  VehicleMonthRecord,
  VehicleQuotaRecord,
  VehicleRecord,
  VehicleRentalRecord,
  VehicleVendorRecord,
} from '#shared/protocol/platform.ts'
import type { Parent, Row } from './writeRows.ts'

/** What the vehicle ledger's records say beyond the base columns of `ingestRows.ts`; a field that a platform does not send is null. */
export const vehicleDetailRow = (record: VehicleRecord): Row => ({
  norm_per_100km: record.normPer100Km ?? null,
  tank_litres: record.tankLitres ?? null,
  sticker: record.sticker ?? null,
  displacement_l: record.displacementL ?? null,
  price: record.price ?? null,
  exception_ground: record.exceptionGround ?? null,
  registered_to: record.registeredTo ?? null,
  origin: record.origin ?? null,
  inspection_due: record.inspectionDue ?? null,
  insurance_due: record.insuranceDue ?? null,
})

export const orderDetailRow = (record: OrderRecord): Row => ({
  steps: record.steps ?? null,
  planned_km: record.plannedKm ?? null,
  to_lon: record.destination?.lon ?? null,
  to_lat: record.destination?.lat ?? null,
  cross_region_approval: record.crossRegionApproval ?? null,
  passengers: record.passengers ?? null,
  purpose: record.purpose ?? null,
  report: record.report ?? null,
  rating: record.rating ?? null,
})

export const vehicleMonthDetailRow = ({
  trips,
  hoursUsed,
  hoursDue,
  costs,
  service,
}: VehicleMonthRecord): Row => ({
  trips: trips ?? null,
  hours_used: hoursUsed ?? null,
  hours_due: hoursDue ?? null,
  c_fuel: costs?.fuel ?? null,
  c_maintenance: costs?.maintenance ?? null,
  c_insurance: costs?.insurance ?? null,
  c_toll: costs?.toll ?? null,
  c_parking: costs?.parking ?? null,
  c_other: costs?.other ?? null,
  service: service ?? null,
})

export const orderStepLimitRow = ({
  region,
  step,
  by,
  hours,
  limitMinutes,
  since,
}: OrderStepLimitRecord): Row => ({ region, step, by_role: by, hours, limit_minutes: limitMinutes, since })

export const vehicleVendorRow = ({
  id,
  region,
  name,
  kinds,
  lon,
  lat,
  from,
  until,
}: VehicleVendorRecord): Row => ({ id, region, name, kinds, lon, lat, valid_from: from, valid_until: until })

export const vehicleCostRow = ({
  id,
  vehicle,
  kind,
  at,
  amount,
  order,
  vendor,
  vendorName,
  quantity,
  odometerKm,
}: VehicleCostRecord): Row => ({
  id,
  vehicle,
  kind,
  at,
  amount,
  vendor,
  quantity,
  order_id: order,
  vendor_name: vendorName,
  odometer_km: odometerKm,
})

export const vehicleRentalRow = (record: VehicleRentalRecord, parent: Parent): Row => {
  const { id, unit, plate, reason, kilometres, amount } = record
  return {
    id,
    unit,
    plate,
    reason,
    kilometres,
    amount,
    region: parent.county,
    start_at: record.start,
    end_at: record.end,
    vendor_name: record.vendorName,
    from_place: record.from,
    to_place: record.to,
  }
}

export const vehicleQuotaRow = ({
  unit,
  year,
  vehicles,
  budget,
  baseYear,
  basePerVehicle,
}: VehicleQuotaRecord): Row => ({
  unit,
  year,
  vehicles,
  budget,
  base_year: baseYear,
  base_per_vehicle: basePerVehicle,
})
