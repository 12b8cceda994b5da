import { XMLParser, XMLValidator } from 'fast-xml-parser'
import iconv from 'iconv-lite'
import { errorMessage } from '#shared/kernel/errors.ts'
import { cutText, isSoundText } from '#shared/kernel/text.ts'
import { wireTime } from '../../codecs/time.ts'
import { boundFault } from './xmlBounds.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

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
  | {
      readonly kind: 'data'
      readonly operation: 'report' | 'continuous' | 'reply'
      readonly sequence: string
      readonly parsed: boolean
      readonly total: number
      readonly current: number
      readonly samples: readonly FunctionSample[]
    }
  /** 配置应答: what was set, or what the collector says is set; minutes. */
  | { readonly kind: 'config'; readonly what: string; readonly periodMinutes: number | null }
  | { readonly kind: 'other'; readonly what: string }

export interface CollectorMessage {
  /** `building_id`, or `project_id`; empty where the collector leaves it out. */
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
const LONGEST_TAG = 1_024
const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
}
/** Characters of an id or a name, and of a value: a meter's own frame in hex is the longest. */
const LONGEST = { name: 64, value: 1_100 } as const

type Node = Readonly<Record<string, unknown>>
const LISTS = new Set(['meter', 'function'])
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  maxNestedTags: DEEPEST,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (name) => LISTS.has(String(name)),
})

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const nodeOf = (parent: Node, name: string): Node | null => {
  const value = parent[name]
  return isNode(value) ? value : value === undefined ? null : {}
}
const listOf = (parent: Node, name: string): readonly Node[] =>
  Array.isArray(parent[name])
    ? (parent[name] as unknown[]).map((value) => (isNode(value) ? value : { '#text': value }))
    : []
const textOf = (parent: Node, name: string): string => {
  const value = parent[name]
  const text = isNode(value) ? value['#text'] : value
  return typeof text === 'string' ? text.trim() : ''
}

const BLANKS = new Set([0x09, 0x0a, 0x0d, 0x20])
const BOM = Buffer.from([0xef, 0xbb, 0xbf])
/** Without a byte order mark and blank lines before the declaration, where XML allows nothing. */
const trimmed = (bytes: Buffer): Buffer => {
  let start = 0
  for (;;) {
    if (BLANKS.has(bytes[start] as number)) start++
    else if (bytes.subarray(start, start + BOM.length).equals(BOM)) start += BOM.length
    else return bytes.subarray(start)
  }
}

/** What the declaration names; UTF-8 without one. GB2312 and GBK are read as GB 18030, which holds them. */
const encodingOf = (bytes: Buffer): string => {
  const declared =
    /^<\?xml[^>]{0,120}encoding\s*=\s*["']\s*([\w-]{1,20})\s*["']/
      .exec(bytes.subarray(0, 160).toString('latin1'))?.[1]
      ?.toLowerCase() ?? 'utf-8'
  if (!ENCODINGS[declared])
    throw new MessageFault(`expected encoding UTF-8, GB2312, GBK or GB18030, found ${declared}`)
  return declared
}

/** `YYYYMMDDhhmmss`, 北京时间. */
const instantOf = (text: string): EpochMs | null => {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  return parts
    ? wireTime(...(parts.slice(1).map(Number) as [number, number, number, number, number, number])).at
    : null
}

const samplesOf = (data: Node): FunctionSample[] => {
  const whole = textOf(data, 'time')
  const samples: FunctionSample[] = []
  const name = (from: Node, attribute: string): string => cutText(textOf(from, attribute), LONGEST.name)
  for (const meter of listOf(data, 'meter')) {
    const conn = textOf(meter, '@conn')
    for (const one of listOf(meter, 'function')) {
      const time = textOf(one, '@sample_time') || whole
      const ids = {
        meter: name(meter, '@id'),
        meterName: name(meter, '@name'),
        function: name(one, '@id'),
        coding: name(one, '@coding'),
        error: name(one, '@error'),
      }
      samples.push({
        ...ids,
        connected: conn === '' || conn === 'conn',
        at: instantOf(time),
        time: cutText(time, LONGEST.name),
        value: cutText(textOf(one, '#text'), LONGEST.value),
      })
      if (samples.length > MOST_SAMPLES)
        throw new MessageFault(`expected at most ${MOST_SAMPLES} functions, found more`)
    }
  }
  return samples
}

const OPERATIONS = ['report', 'continuous', 'reply'] as const
const dataOf = (data: Node, operation: string): CollectorBody => {
  const known = OPERATIONS.find((name) => name === operation)
  if (!known) return { kind: 'other', what: cutText(`data/${operation}`, LONGEST.name) }
  return {
    kind: 'data',
    operation: known,
    sequence: cutText(textOf(data, 'sequence'), LONGEST.name),
    parsed: textOf(data, 'parser') !== 'no',
    total: Number(textOf(data, 'total')) || 0,
    current: Number(textOf(data, 'current')) || 0,
    samples: samplesOf(data),
  }
}

const bodyOf = (root: Node, type: string): CollectorBody => {
  const operationOf = (name: string): string => textOf(nodeOf(root, name) ?? {}, '@operation') || type
  const validate = nodeOf(root, 'id_validate')
  if (validate) {
    const operation = operationOf('id_validate')
    if (operation === 'request') return { kind: 'request' }
    if (operation === 'md5') return { kind: 'md5', md5: textOf(validate, 'md5') }
    return { kind: 'other', what: cutText(`id_validate/${operation}`, LONGEST.name) }
  }
  if (nodeOf(root, 'heart_beat'))
    return operationOf('heart_beat') === 'time'
      ? { kind: 'other', what: 'heart_beat/time' }
      : { kind: 'notify' }
  for (const name of ['config', 'query']) {
    const node = nodeOf(root, name)
    if (node)
      return {
        kind: 'config',
        what: cutText(operationOf(name), LONGEST.name),
        periodMinutes: Number(textOf(node, 'period')) || null,
      }
  }
  const data = nodeOf(root, 'data')
  return data
    ? dataOf(data, operationOf('data'))
    : { kind: 'other', what: cutText(type, LONGEST.name) || 'nothing' }
}

/**
 * Reads one XML message. Document types and entities are refused before the parser sees them, so are more tags, deeper
 * nesting and longer tags than any collector writes; numbers stay text. Throws `MessageFault` with what was expected and found.
 */
export const readMessage = (given: Buffer): CollectorMessage => {
  const bytes = trimmed(given)
  const encoding = encodingOf(bytes)
  const xml = iconv.decode(bytes, ENCODINGS[encoding] as string)
  if (!isSoundText(xml)) throw new MessageFault('expected text without NUL, found one')
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new MessageFault('expected no document type, found one')
  const fault = boundFault(xml, { tags: MOST_SAMPLES * 4 + 100, depth: DEEPEST, tagLength: LONGEST_TAG })
  if (fault) throw new MessageFault(fault)
  const valid = XMLValidator.validate(xml, { allowBooleanAttributes: true })
  if (valid !== true)
    throw new MessageFault(`expected XML: ${cutText(valid.err.msg, 160)} (line ${valid.err.line})`)
  let parsed: unknown
  try {
    parsed = parser.parse(xml)
  } catch (error) {
    throw new MessageFault(`expected XML: ${cutText(errorMessage(error), 160)}`)
  }
  const root = isNode(parsed) ? nodeOf(parsed, 'root') : null
  const common = root && nodeOf(root, 'common')
  if (!root || !common) throw new MessageFault('expected root/common, found another document')
  const building = textOf(common, 'building_id') || textOf(common, 'project_id')
  const gateway = textOf(common, 'gateway_id')
  if (building.length > LONGEST.name || gateway.length > LONGEST.name)
    throw new MessageFault(`expected common/building_id and gateway_id of at most ${LONGEST.name} characters`)
  return { building, gateway, encoding, body: bodyOf(root, textOf(common, 'type')) }
}

const escaped = (text: string): string => text.replace(/[<>&"']/g, '')

/** One answer of the data centre, in the encoding that it was asked in. */
export const writeMessage = (
  { building, gateway, encoding }: Pick<CollectorMessage, 'building' | 'gateway' | 'encoding'>,
  type: string,
  inner: string,
): Buffer =>
  iconv.encode(
    `<?xml version="1.0" encoding="${encoding}"?><root><common>${building === '' ? '' : `<building_id>${escaped(building)}</building_id>`}<gateway_id>${escaped(gateway)}</gateway_id><type>${type}</type></common>${inner}</root>`,
    ENCODINGS[encoding] ?? 'utf8',
  )

/** An element with an operation and children of plain text. */
export const operation = (name: string, what: string, children: Readonly<Record<string, string>>): string =>
  `<${name} operation="${what}">${Object.entries(children)
    .map(([child, text]) => `<${child}>${escaped(text)}</${child}>`)
    .join('')}</${name}>`
