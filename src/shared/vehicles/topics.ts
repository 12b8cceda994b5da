import { topic } from '../kernel/topic.ts'

/** Where vehicles are. */
export const vehiclesTopic = topic({
  name: 'vehicles',
  kind: 'latest',
  permission: 'view.live',
  byCell: true,
  frame: {
    code: 1,
    columns: {
      /** The vehicle's serial number at this server, stable for its life. */
      ordinal: 'u32',
      /** 1e-6 degrees, WGS-84. */
      lonE6: 'i32',
      latE6: 'i32',
      /** Tenths of a second between the report and the frame's server time, saturating. */
      ageDs: 'u16',
      speedKmh: 'u8',
      /** 256ths of a turn clockwise from north. */
      heading: 'u8',
      /** Index into VEHICLE_STATES, or LEFT_GROUP. */
      state: 'u8',
    },
  },
})

declare module '../kernel/topic.ts' {
  interface FrameTopics {
    vehicles: typeof vehiclesTopic
  }
}
