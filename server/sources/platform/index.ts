import { source } from '../definition.ts'
import {
  positionsConfigSchema,
  readingsConfigSchema,
  restConfigSchema,
  webhookConfigSchema,
} from './config.ts'
import { makePositionsSource } from './positions.ts'
import { makeReadingsSource } from './readings.ts'
import { makeRestSource } from './rest.ts'
import { makeWebhookSource } from './webhook.ts'

/** 同步请求: pages of records, asked for. */
export const request = source({ way: 'request', schema: restConfigSchema, make: makeRestSource })

/** 异步回调: signed deliveries to our address. */
export const callback = source({ way: 'callback', schema: webhookConfigSchema, make: makeWebhookSource })

/** 会话: positions over a line that stands. */
export const session = source({ way: 'session', schema: positionsConfigSchema, make: makePositionsSource })

/** 广播通知: readings of many buildings by a broker. */
export const broadcast = source({ way: 'broadcast', schema: readingsConfigSchema, make: makeReadingsSource })
