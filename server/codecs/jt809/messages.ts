import type { EpochMs } from '#shared/kernel/units.ts'
import type { DecodeError } from '../decoded.ts'
import type { Jt809Header } from './frame.ts'

/** 车辆定位信息: degrees, km/h, km, degrees from north, metres. */
export interface Jt809Position {
  /** 加密标识 of the coordinates: 保密插件 shifted them. */
  readonly encrypted: boolean
  readonly at: EpochMs | null
  readonly time: string
  readonly lon: number
  readonly lat: number
  readonly speedKmh: number
  readonly directionDeg: number
  readonly altitudeM: number
  readonly mileageKm: number | null
  readonly recorderSpeedKmh: number | null
  readonly status: number
  readonly alarm: number
  readonly alarms: readonly string[]
}
export type Jt809Point = Jt809Position | { readonly error: DecodeError }
export interface Exchange {
  readonly plate: string
  readonly plateColour: number
  readonly sub: string
}
export interface Jt809Register {
  readonly platformId: string
  readonly producerId: string
  readonly model: string | null
  readonly terminalId: string | null
  readonly imei: string | null
  readonly sim: string | null
  readonly rest: string
}
/** Its moment in seconds since 1970, and what the platform says of it. */
export interface Jt809Alarm {
  readonly type: number
  readonly alarmAt: number
  readonly text: string
}
export type Jt809Body =
  | {
      readonly kind: 'login'
      readonly user: number
      readonly password: string
      readonly downIp: string
      readonly downPort: number
    }
  | { readonly kind: 'login-reply'; readonly result: number; readonly code: number }
  | {
      readonly kind:
        | 'logout'
        | 'keepalive'
        | 'keepalive-reply'
        | 'logout-reply'
        | 'down-keepalive'
        | 'down-keepalive-reply'
        | 'down-logout-reply'
    }
  | { readonly kind: 'down-login' | 'down-logout'; readonly code: number }
  | { readonly kind: 'down-login-reply'; readonly result: number }
  /** 断开、关闭链路通知: `code` says why. */
  | { readonly kind: 'main-broken' | 'closing' | 'down-broken' | 'down-closing'; readonly code: number }
  | { readonly kind: 'received'; readonly count: number; readonly from: number; readonly to: number }
  | (Exchange & { readonly kind: 'position' } & Jt809Position)
  | (Exchange & { readonly kind: 'batch'; readonly count: number; readonly points: readonly Jt809Point[] })
  /** 0x1201. What no edition is as long as stands in `rest`. */
  | (Exchange & { readonly kind: 'register' } & Jt809Register)
  /** 0x120A, 0x120C. */
  | (Exchange & {
      readonly kind: 'driver'
      readonly driver: string
      readonly driverId: string
      readonly certificate: string
      readonly issuer: string
      readonly rest: string
    })
  /** 0x1402 上报报警信息. */
  | (Exchange & { readonly kind: 'alarm' } & Jt809Alarm)
  | (Exchange & { readonly kind: 'raw'; readonly why: 'unread'; readonly hex: string })
  /** Since 2019 messages between platforms, alarms and others begin with the sub-business. */
  | { readonly kind: 'raw'; readonly why: 'unread'; readonly sub: string; readonly hex: string }
  | { readonly kind: 'raw'; readonly why: 'encrypted' | 'unread'; readonly hex: string }
export type Jt809Message = Omit<Jt809Header, 'business'> & {
  readonly protocol: 'jt809'
  readonly message: string
  readonly name: string | null
  readonly escaped: boolean
} & Jt809Body
