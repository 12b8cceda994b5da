import { XMLParser, XMLValidator } from 'fast-xml-parser'
import iconv from 'iconv-lite'
import { wireTime } from '../../codecs/time.ts'
import type { EpochMs } from '#shared/units.ts'

/** One function (quantity) of one meter at one time, as the collector wrote it. */
export interface FunctionSample {
  readonly meter: string
  readonly meterName: string
  readonly function: string
  readonly coding: string
  readonly error: string
  readonly connected: boolean
  readonly at: EpochMs | null
  readonly time: string
  readonly value: string
}

export type CollectorBody =
  | { readonly kind: 'request' }
  | { readonly kind: 'md5'; readonly md5: string }
  | { readonly kind: 'notify' }
  | { readonly kind: 'data'; readonly operation: 'report' | 'continuous' | 'reply'; readonly sequence: string; readonly parsed: boolean; readonly total: number; readonly current: number; readonly samples: readonly FunctionSample[] }
  /** 配置应答: what was set, or what the collector says is set; minutes. */
  | { readonly kind: 'config'; readonly what: string; readonly periodMinutes: number | null }
  | { readonly kind: 'other'; readonly what: string }

export interface CollectorMessage {
  readonly building: string
  readonly gateway: string
  readonly encoding: string
  readonly body: CollectorBody
}

/** Why a message is none; `building` and `gateway` as far as they could be read. */
export class MessageFault extends Error {}

/** Samples in one message; a guide's collector has at most some hundreds of functions. */
const MOST_SAMPLES = 5_000
const DEEPEST = 8
const ENCODINGS: Readonly<Record<string, string>> = { 'utf-8': 'utf8', utf8: 'utf8', gb2312: 'gbk', gbk: 'gbk', gb18030: 'gb18030' }

type Node = Readonly<Record<string, unknown>>
const LISTS = new Set(['meter', 'function'])
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, processEntities: false, maxNestedTags: DEEPEST, ignoreDeclaration: true, ignorePiTags: true, isArray: (name) => LISTS.has(String(name)) })

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const nodeOf = (parent: Node, name: string): Node | null => {
  const value = parent[name]
  return isNode(value) ? value : value === undefined ? null : {}
}
const listOf = (parent: Node, name: string): readonly Node[] => (Array.isArray(parent[name]) ? (parent[name] as unknown[]).map((value) => (isNode(value) ? value : { '#text': value })) : [])
const textOf = (parent: Node, name: string): string => {
  const value = parent[name]
  const text = isNode(value) ? value['#text'] : value
  return typeof text === 'string' ? text.trim() : ''
}

/** What the declaration names; UTF-8 without one. GB2312 is read as GBK, which holds it. */
const encodingOf = (bytes: Buffer): string => {
  const declared = /^[^<]{0,8}<\?xml[^>]{0,120}encoding\s*=\s*["']([\w-]{1,20})["']/.exec(bytes.subarray(0, 160).toString('latin1'))?.[1]?.toLowerCase() ?? 'utf-8'
  if (!ENCODINGS[declared]) throw new MessageFault(`expected encoding UTF-8, GB2312, GBK or GB18030, found ${declared}`)
  return declared
}

/** `YYYYMMDDhhmmss`, 北京时间. */
const instantOf = (text: string): EpochMs | null => {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  return parts ? wireTime(...(parts.slice(1).map(Number) as [number, number, number, number, number, number])).at : null
}

const samplesOf = (data: Node): FunctionSample[] => {
  const whole = textOf(data, 'time')
  const samples: FunctionSample[] = []
  for (const meter of listOf(data, 'meter')) {
    const conn = textOf(meter, '@conn')
    for (const one of listOf(meter, 'function')) {
      const time = textOf(one, '@sample_time') || whole
      samples.push({ meter: textOf(meter, '@id'), meterName: textOf(meter, '@name'), function: textOf(one, '@id'), coding: textOf(one, '@coding'), error: textOf(one, '@error'), connected: conn === '' || conn === 'conn', at: instantOf(time), time, value: textOf(one, '#text') })
      if (samples.length > MOST_SAMPLES) throw new MessageFault(`expected at most ${MOST_SAMPLES} functions, found more`)
    }
  }
  return samples
}

const OPERATIONS = ['report', 'continuous', 'reply'] as const
const dataOf = (data: Node, operation: string): CollectorBody => {
  const known = OPERATIONS.find((name) => name === operation)
  if (!known) return { kind: 'other', what: `data/${operation.slice(0, 40)}` }
  return { kind: 'data', operation: known, sequence: textOf(data, 'sequence').slice(0, 64), parsed: textOf(data, 'parser') !== 'no', total: Number(textOf(data, 'total')) || 0, current: Number(textOf(data, 'current')) || 0, samples: samplesOf(data) }
}

const bodyOf = (root: Node, type: string): CollectorBody => {
  const operationOf = (name: string): string => textOf(nodeOf(root, name) ?? {}, '@operation') || type
  const validate = nodeOf(root, 'id_validate')
  if (validate) {
    const operation = operationOf('id_validate')
    if (operation === 'request') return { kind: 'request' }
    if (operation === 'md5') return { kind: 'md5', md5: textOf(validate, 'md5') }
    return { kind: 'other', what: `id_validate/${operation.slice(0, 40)}` }
  }
  if (nodeOf(root, 'heart_beat')) return operationOf('heart_beat') === 'time' ? { kind: 'other', what: 'heart_beat/time' } : { kind: 'notify' }
  for (const name of ['config', 'query']) {
    const node = nodeOf(root, name)
    if (node) return { kind: 'config', what: operationOf(name).slice(0, 40), periodMinutes: Number(textOf(node, 'period')) || null }
  }
  const data = nodeOf(root, 'data')
  return data ? dataOf(data, operationOf('data')) : { kind: 'other', what: type.slice(0, 40) || 'nothing' }
}

/**
 * Reads one XML message. Document types and entities are refused before the parser sees them, nesting is bounded, and
 * numbers stay text. Throws `MessageFault` with what was expected and found.
 */
export const readMessage = (bytes: Buffer): CollectorMessage => {
  const encoding = encodingOf(bytes)
  const xml = iconv.decode(bytes, ENCODINGS[encoding] as string)
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new MessageFault('expected no document type, found one')
  const valid = XMLValidator.validate(xml, { allowBooleanAttributes: true })
  if (valid !== true) throw new MessageFault(`expected XML: ${valid.err.msg.slice(0, 160)} (line ${valid.err.line})`)
  let parsed: unknown
  try {
    parsed = parser.parse(xml)
  } catch (error) {
    throw new MessageFault(`expected XML: ${(error as Error).message.slice(0, 160)}`)
  }
  const root = isNode(parsed) ? nodeOf(parsed, 'root') : null
  const common = root && nodeOf(root, 'common')
  if (!root || !common) throw new MessageFault('expected root/common, found another document')
  const building = textOf(common, 'building_id') || textOf(common, 'project_id')
  if (building === '' || building.length > 64) throw new MessageFault('expected common/building_id of 1 to 64 characters')
  return { building, gateway: textOf(common, 'gateway_id').slice(0, 64), encoding, body: bodyOf(root, textOf(common, 'type')) }
}

const escaped = (text: string): string => text.replace(/[<>&"']/g, '')

/** One answer of the data centre, in the encoding that it was asked in. */
export const writeMessage = ({ building, gateway, encoding }: Pick<CollectorMessage, 'building' | 'gateway' | 'encoding'>, type: string, inner: string): Buffer =>
  iconv.encode(`<?xml version="1.0" encoding="${encoding}"?><root><common><building_id>${escaped(building)}</building_id><gateway_id>${escaped(gateway)}</gateway_id><type>${type}</type></common>${inner}</root>`, ENCODINGS[encoding] ?? 'utf8')

/** An element with an operation and children of plain text. */
export const operation = (name: string, what: string, children: Readonly<Record<string, string>>): string =>
  `<${name} operation="${what}">${Object.entries(children).map(([child, text]) => `<${child}>${escaped(text)}</${child}>`).join('')}</${name}>`
