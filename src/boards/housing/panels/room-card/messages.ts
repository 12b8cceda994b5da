const zh = {
  area: '使用面积', use: '用途', state: '状态', since: '自', unit: '使用单位', none: '未分配', limit: '核定上限', over: '超出', under: '低于上限', occupants: '使用人', share: '份额', free: '空闲工位', neighbours: '相邻房间', remedy: '怎样消除', rule: '依据', idle: '闲置 {n} 天', source: '来源', edit: '修改', save: '保存', cancel: '取消', reason: '修改原因(记入日志)', failed: '未保存:{message}', desk: '工位',
  'in-use': '在用', idleState: '闲置', leased: '出租', lent: '借出', repair: '维修', disposal: '待处置', why: '办公室超标判定', formula: '每人占用面积 = 使用面积 × 份额,与其职级上限相比;多人合用时上限按各人相加', noLimit: '此房间不适用人均上限',
}
const en: typeof zh = {
  area: 'Usable area', use: 'Use', state: 'State', since: 'since', unit: 'Unit', none: 'not assigned', limit: 'Limit', over: 'Over by', under: 'Below by', occupants: 'Occupants', share: 'share', free: 'Free desks', neighbours: 'Neighbours', remedy: 'What would clear it', rule: 'Rule', idle: 'idle for {n} days', source: 'Source', edit: 'Edit', save: 'Save', cancel: 'Cancel', reason: 'Reason (logged)', failed: 'Not saved: {message}', desk: 'Desk',
  'in-use': 'in use', idleState: 'idle', leased: 'leased out', lent: 'lent', repair: 'under repair', disposal: 'for disposal', why: 'Over-standard verdict', formula: 'area per person = usable area × share, against the limit of the grade; limits of a shared room add up', noLimit: 'no per-person limit applies',
}
export default { zh, en }
