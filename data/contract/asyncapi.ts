import { CONTRACT_VERSION, ENERGY_TOPIC_PREFIX } from '#shared/protocol/platform.ts'
import { pick, refTo } from './schemas.ts'
import type { Json } from './schemas.ts'

const message = (name: string, title: string, schema: string): Json => ({
  name,
  title,
  contentType: 'application/json',
  payload: refTo(schema),
})
const MESSAGES: Record<string, Json> = {
  hello: message(
    'hello',
    '问候：上次确认的序号，首次为 null / the last sequence acknowledged, null at first',
    'PositionHello',
  ),
  ack: message('ack', '确认 / acknowledgement', 'PositionAck'),
  positions: message('positions', '一批定位，至多 2000 条 / positions, at most 2,000', 'PositionBatch'),
  gap: message('gap', '无法补发的序号段 / sequences that cannot be re-sent', 'PositionGap'),
  reading: message('reading', '一栋楼的读数 / one building read', 'Reading'),
}
const inChannel = (channel: string, name: string): Json => ({
  $ref: `#/channels/${channel}/messages/${name}`,
})
const messagesOf = (names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]))
const operation = (
  action: 'send' | 'receive',
  channel: string,
  names: readonly string[],
  summary: string,
): Record<string, Json> => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  summary,
  messages: names.map((name) => inChannel(channel, name)),
})

const channels: Json = {
  positions: {
    address: '/v1/positions',
    title: '会话方式 / session',
    description:
      '连接后先发 hello；每批处理完毕发 ack。未确认的批次至多 64 个；断线重连后从上次确认处补发，平台保留 10 分钟，更早的以 gap 说明 / Say hello first, acknowledge each batch when it is durable; at most 64 are under way; after a reconnect the platform re-sends from the last acknowledged, keeps ten minutes, and names what is older as a gap',
    servers: [{ $ref: '#/servers/session' }],
    messages: messagesOf(['hello', 'ack', 'positions', 'gap']),
    bindings: {
      ws: {
        method: 'GET',
        headers: {
          type: 'object',
          properties: { authorization: { type: 'string', description: 'Bearer KEY' } },
          required: ['authorization'],
        },
      },
    },
  },
  energy: {
    address: `${ENERGY_TOPIC_PREFIX}/{region}/{building}`,
    title: '广播通知 / broadcast',
    description:
      '每栋楼约每分钟一次，QoS 1，保留最新一条；不为离线者排队，重连后重新订阅即得最新，缺口由 meter-days 补足。total 为表底累计 kWh(水、气为 m³)，kw 为其斜率 / Each building about once a minute, QoS 1, the newest retained; nothing is queued for an absent client: subscribe anew and fill the gap from meter-days. total is the register in kWh (m³ for water and gas), kw is its slope',
    parameters: {
      region: { description: '县级区划代码 / county code' },
      building: { description: '办公楼标识 / building id' },
    },
    servers: [{ $ref: '#/servers/broadcast' }],
    messages: messagesOf(['reading']),
  },
}

/** AsyncAPI 3.0: the session and broadcast ways, seen from the platform. */
export const asyncApi = (): Json => ({
  asyncapi: '3.0.0',
  info: {
    title: '机关事务平台实时接口 / Government-office affairs platform: live interface',
    version: CONTRACT_VERSION,
    description: '会话方式(定位)与广播通知(能耗读数) / Positions by session, energy readings by broadcast.',
    license: { name: 'Apache-2.0' },
  },
  defaultContentType: 'application/json',
  servers: {
    session: {
      host: '127.0.0.1:8081',
      protocol: 'ws',
      security: [{ $ref: '#/components/securitySchemes/key' }],
    },
    broadcast: {
      host: '127.0.0.1:1883',
      protocol: 'mqtt',
      protocolVersion: '3.1.1',
      security: [{ $ref: '#/components/securitySchemes/account' }],
    },
  },
  channels,
  operations: {
    greet: operation(
      'receive',
      'positions',
      ['hello', 'ack'],
      '客户端问候与确认 / the client greets and acknowledges',
    ),
    sendPositions: operation(
      'send',
      'positions',
      ['positions', 'gap'],
      '平台推送定位 / the platform sends positions',
    ),
    publishReadings: {
      ...operation('send', 'energy', ['reading'], '平台广播读数 / the platform publishes readings'),
      bindings: { mqtt: { qos: 1, retain: true } },
    },
  },
  components: {
    securitySchemes: {
      key: { type: 'http', scheme: 'bearer', description: '与同步请求同一密钥 / the key of the request way' },
      account: {
        type: 'userPassword',
        description: '用户名 guanlan，密码为同一密钥 / user guanlan, the same key as password',
      },
    },
    messages: MESSAGES,
    schemas: pick(['Position', 'PositionHello', 'PositionAck', 'PositionBatch', 'PositionGap', 'Reading']),
  },
})
