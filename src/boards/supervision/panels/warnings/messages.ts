const zh = {
  over: '超标办公室',
  area: '超标面积',
  idle: '闲置面积',
  red: '红色报警',
  yellow: '黄色提醒',
  info: '知悉',
  r: '间',
  levels: '人员占房,按管理层级',
  level: '管理层级',
  staff: '在册人员',
  left: '调离、退休未腾退',
  several: '两处以上办公用房',
  severalRed: '其中超规 {n}',
  levelsNote: '按人员所在单位由谁管理计,不按其房间所在的县;占比的分母为该层级在册人员。',
  more: '另有 {n} 个县未列。',
  levelsFailed: '按管理层级的人员数未能读取。',
  again: '重试',
  limits:
    '房间:超过上限的 {over}% 为黄,超过上限的 {overRed}% 为红;闲置超过 {idle} 天为黄,超过 {idleRed} 天为红即逾期;调离、退休满一个月为黄,再过 {mend} 天为逾期。县区预警:占比超过起点(超标 {callsOver}%、长期闲置 {callsIdle}%、未腾退 {callsLeavers}% 或有逾期、两处以上办公用房 {callsSeveral}%、未办证 {callsCertificates}%)为黄;有逾期,或达起点 {times} 倍且 {trend} 天内未减少 {falling}%,并在最重的 {places}% 县区之内为红;其余为知悉,不催办(本系统口径,可修改)',
}
const en: typeof zh = {
  over: 'Offices over',
  area: 'Area over',
  idle: 'Idle area',
  red: 'Red',
  yellow: 'Yellow',
  info: 'For information',
  r: '',
  levels: 'People in rooms, by who manages them',
  level: 'Managed by',
  staff: 'On the books',
  left: 'Kept after leaving',
  several: 'More than one office',
  severalRed: '{n} beyond the rule',
  levelsNote:
    'Counted to who manages a person’s unit, not to the county of the room; the base of a rate is who is on the books there.',
  more: '{n} counties more.',
  levelsFailed: 'The people by level could not be read.',
  again: 'Try again',
  limits:
    "Rooms: above {over}% of the limit yellow, above {overRed}% red; idle over {idle} days yellow, over {idleRed} days red, which is overdue; a month after leaving yellow, {mend} days later overdue. Counties: yellow above the starting share (over standard {callsOver}%, long idle {callsIdle}%, not vacated {callsLeavers}% or anything overdue, more than one office {callsSeveral}%, no certificate {callsCertificates}%); red when something is overdue, or the share is {times} times the start and has not fallen by {falling}% in {trend} days, among the gravest {places}% of counties; all else is for information and calls nobody (this system's definition, editable)",
}
export default { zh, en }
