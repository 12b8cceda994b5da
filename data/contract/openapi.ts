import {
  COLLECTION_NAMES,
  CONTRACT_VERSION,
  WEBHOOK_SIGNATURE_HEADER,
  isSeries,
} from '#shared/protocol/platform.ts'
import { DEFINITION_OF, type CollectionName } from '#shared/protocol/platform.ts'
import { pick, refTo, schemaName, titleOf } from './schemas.ts'
import type { Json } from './schemas.ts'

const body = (schema: Json): Json => ({ 'application/json': { schema } })
const ERRORS: Record<string, Json> = Object.fromEntries(
  [
    ['400', '请求有误 / wrong request'],
    ['401', '密钥缺失或无效 / missing or wrong key'],
    ['404', '不存在 / not there'],
    ['503', '暂不可用，请退避后重试 / unavailable: back off and try again'],
  ].map(([status, description]) => [status!, { description: description!, content: body(refTo('Error')) }]),
)
const query = (name: string, description: string, schema: Json): Json => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
})
const PARAMETERS: Json = [
  query(
    'cursor',
    '上一页的 next，原样带回；带游标时忽略 since / the `next` of the page before, as it came; `since` is then ignored',
    { type: 'string' },
  ),
  query(
    'since',
    '只要此刻(含)以后变更的记录，毫秒 / only records changed at or after this instant, epoch ms',
    { type: 'integer', minimum: 0 },
  ),
  query('limit', '每页条数 / records a page', { type: 'integer', minimum: 1, maximum: 5000, default: 1000 }),
]
const idParameter: Json = {
  name: 'id',
  in: 'path',
  required: true,
  description: '记录标识 / the key of the record',
  schema: { type: 'string' },
}

const listOf = (name: CollectionName): Json => ({
  get: {
    operationId: `list-${name}`,
    summary: titleOf(DEFINITION_OF[name]),
    tags: ['request'],
    parameters: PARAMETERS,
    responses: {
      '200': {
        description: '一页 / one page',
        content: body({
          allOf: [
            refTo('Page'),
            { type: 'object', properties: { items: { type: 'array', items: refTo(schemaName(name)) } } },
          ],
        }),
      },
      ...ERRORS,
    },
  },
})
const oneOf = (name: CollectionName): Json => {
  const answer: Json = {
    '200': { description: '整条记录 / the whole record', content: body(refTo(schemaName(name))) },
    ...ERRORS,
  }
  const read = {
    operationId: `read-${name}`,
    summary: titleOf(DEFINITION_OF[name]),
    tags: ['request'],
    parameters: [idParameter],
    responses: answer,
  }
  const edit = {
    operationId: `edit-${name}`,
    summary: `修改${titleOf(DEFINITION_OF[name])}`,
    description:
      '给出要改的字段；校验后持久保存，并以回调通知 / give the fields to change; kept durably and announced by the callback',
    tags: ['request'],
    parameters: [idParameter],
    requestBody: { required: true, content: body({ type: 'object' }) },
    responses: answer,
  }
  return isSeries(name) ? { get: read } : { get: read, patch: edit }
}

const webhook: Json = {
  post: {
    operationId: 'changed',
    summary: '记录变更回调 / records changed',
    description: `请求头 ${WEBHOOK_SIGNATURE_HEADER}: t=<毫秒>,v1=<hex>，v1 = HMAC-SHA256(密钥, "<t>.<报文>")；超过五分钟或 delivery 重复的应拒收。未得 2xx 会按退避重送，同一数据集内保持次序 / refused when older than five minutes or seen before; sent again with growing pauses until 2xx, in order within a collection`,
    tags: ['callback'],
    parameters: [
      {
        name: WEBHOOK_SIGNATURE_HEADER,
        in: 'header',
        required: true,
        schema: { type: 'string', pattern: '^t=\\d+,v1=[0-9a-f]{64}$' },
      },
    ],
    requestBody: { required: true, content: body(refTo('Webhook')) },
    responses: {
      '204': { description: '已持久接收 / taken durably' },
      '401': { description: '签名无效 / wrong signature' },
      '409': { description: '已收过 / seen before' },
    },
  },
}
const USED = [...COLLECTION_NAMES.map(schemaName), 'Page', 'Webhook', 'Faults', 'Error']
const faults: Json = {
  get: {
    operationId: 'read-faults',
    summary: '当前故障 / faults in force',
    tags: ['stand-in'],
    responses: { '200': { description: '', content: body(refTo('Faults')) }, ...ERRORS },
  },
  post: {
    operationId: 'order-faults',
    summary: '设定故障，仅替身平台 / order faults, of the stand-in only',
    tags: ['stand-in'],
    requestBody: { required: true, content: body(refTo('Faults')) },
    responses: { '200': { description: '', content: body(refTo('Faults')) }, ...ERRORS },
  },
}

/** OpenAPI 3.1: the request and callback ways, from the schemas of `src/shared/protocol/platform.ts`. */
export const openApi = (): Json => ({
  openapi: '3.1.0',
  info: {
    title: '机关事务平台数据接口 / Government-office affairs platform: data interface',
    version: CONTRACT_VERSION,
    description:
      '同步请求与回调。坐标 WGS-84，面积 m²，时刻为毫秒 / The request and callback ways. WGS-84, m², epoch milliseconds.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: 'http://127.0.0.1:8081', description: '替身平台 / the stand-in platform' }],
  security: [{ key: [] }],
  tags: [{ name: 'request' }, { name: 'callback' }, { name: 'stand-in' }],
  paths: {
    ...Object.fromEntries(
      COLLECTION_NAMES.flatMap((name) => [
        [`/v1/${name}`, listOf(name)],
        [`/v1/${name}/{id}`, oneOf(name)],
      ]),
    ),
    '/_faults': faults,
  },
  webhooks: { changed: webhook },
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas: pick(USED) },
})
