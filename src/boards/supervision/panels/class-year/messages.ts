const zh = {
  moved: '{name} {from}→{to} 个',
  stands: '{name} {to} 个',
  and: ',',
  of: '{n} 个县区',
  now: '现在',
  notKept: '{month} 未留存',
  since: '{day} 起留存',
  handed: '{n} 个月由平台交来',
  byPlatform: '{told}(平台交来)',
  column: '{month}:{counts}',
}
const en: typeof zh = {
  moved: '{name} {from}→{to}',
  stands: '{name} {to}',
  and: ', ',
  of: '{n} counties',
  now: 'now',
  notKept: '{month} was not kept',
  since: 'kept since {day}',
  handed: '{n} from the platform',
  byPlatform: '{told} (handed over by the platform)',
  column: '{month}: {counts}',
}
export default { zh, en }
