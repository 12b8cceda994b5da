import {
  DEFINITION_OF,
  COLLECTION_NAMES,
  CONTRACT_VERSION,
  ENERGY_TOPIC_PREFIX,
  WEBHOOK_SIGNATURE_HEADER,
} from '#shared/protocol/platform.ts'
import { schemaName, titleOf } from './schemas.ts'

const list = (): string =>
  COLLECTION_NAMES.map(
    (name) => `| \`${name}\` | ${titleOf(DEFINITION_OF[name])} | [${schemaName(name)}](openapi.yaml) |`,
  ).join('\n')

/** 资源共享清单与接口接入指南: what is shared, and how to connect. */
export const guide = (): string => `# 资源共享清单与接口接入指南 · Shared data and how to connect

版本 / version ${CONTRACT_VERSION}。由 \`npm run contracts\` 从同一套校验规则生成 / generated from the schemas that validate at the door: [openapi.yaml](openapi.yaml), [asyncapi.yaml](asyncapi.yaml).

## 四种方式 · Four ways

| 方式 way | 协议 protocol | 用于 for | 补齐 catching up |
|---|---|---|---|
| 同步请求 request | \`GET /v1/{collection}?cursor=&since=&limit=\` | 台账全量与增量 / the ledger, whole and changes | 保存 \`watermark\`，下次作 \`since\` / keep \`watermark\` as the next \`since\` |
| 回调(异步) callback | \`POST\` 到登记地址 / to the registered address | 变更通知 / changes | 未得 2xx 重送，持久 / re-sent until 2xx, kept over restarts |
| 会话 session | WebSocket \`/v1/positions\` | 车辆定位 / positions | \`hello {lastSeq}\`，保留 10 分钟 / ten minutes are kept |
| 广播 broadcast | MQTT \`${ENERGY_TOPIC_PREFIX}/{region}/{building}\` QoS 1 | 能耗读数 / readings | 保留最新一条，缺口取 \`meter-days\` / the newest is retained, fill from \`meter-days\` |

## 认证 · Authentication
请求与会话：\`authorization: Bearer KEY\`。广播：用户名 \`guanlan\`，密码为同一密钥。
Request and session: the bearer key. Broadcast: user \`guanlan\` with the same key as password.

## 签名 · Signature of callbacks
\`${WEBHOOK_SIGNATURE_HEADER}: t=<epochMs>,v1=<hex>\`，\`v1 = HMAC-SHA256(secret, "<t>.<body>")\`。超过五分钟、或 \`delivery\` 已收过的拒收(409 视为已送达)。
Refuse what is older than five minutes or whose \`delivery\` was seen before (409 counts as delivered).

## 游标与增量 · Cursor and since
- \`next\` 原样带回为 \`cursor\`，为 null 即末页；游标含 \`since\` 与本次遍历的起点时刻，重启后仍可用。 / Send \`next\` back as it came until it is null; a cursor outlives a restart.
- \`since\` 含当刻，因此边界上的记录会再来一次：请幂等入库。 / \`since\` is inclusive, so records on the border come again: apply idempotently.
- \`watermark\` 是遍历的开始，遍历期间的变更在下次增量中。 / \`watermark\` is when the walk began; what changed during it comes with the next one.
- \`limit\` 1–5000，\`total\` 为本次遍历的总条数。 / \`total\` counts the whole walk.

## 错误 · Errors
\`{ code, message, field?, expected? }\`：400 请求或字段有误 / wrong request or field · 401 密钥 / key · 404 不存在 / not there · 503 暂不可用，请退避 / back off.

## 单位 · Units
坐标 WGS-84(记录带 \`crs\` 的以其为准)；面积 m²；时刻 epoch 毫秒；日期为 UTC+8 民用日。
WGS-84 unless the record's \`crs\` says otherwise; m²; epoch ms; civil dates of UTC+8.

## 资源共享清单 · Collections
次序即先父后子 / parents come before children.

| 数据集 collection | 名称 name | 结构 schema |
|---|---|---|
${list()}
`
