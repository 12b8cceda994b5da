const zh = {
  kind: '类型', region: '行政区域', depot: '停车场', sensitive: '敏感地带', forbidden: '禁行区', allowed: '许可用车范围', route: '派车路线', speed: '限速区',
  hotel: '宾馆酒店', leisure: '娱乐场所', scenic: '景区', residential: '住宅小区',
  asks: '要求', 'keep-in': '不得驶出', 'keep-out': '不得驶入', 'no-stop': '不得停留', limit: '限速 {n} km/h', where: '所在区划',
  schedule: '生效时段', always: '始终', all: '每日', workdays: '工作日', restdays: '休息日', from: '自 {time}', until: '至 {time}', inForce: '生效中', idle: '未在生效时段',
  binds: '约束对象', everyone: '全部车辆', ofOrder: '派车单 {id} 的车辆', vehicles: '{n} 辆指定车辆', units: '{n} 个单位', categories: '类别 {list}', regions: '{list} 的单位',
  confidential: '机要通信', emergency: '应急保障', law: '执法执勤', special: '特种专业技术', other: '其他',
  rule: '适用规则', source: '来源', changed: '平台更新 {time}', received: '本系统收到 {time}',
  inside: '当前在内 {n} 辆', nobody: '当前无车辆在内', today: '今日预警 {n} 起', quiet: '今日无预警', shown: '显示 {n} / {total}', logged: '列出车辆,本次查看已记入日志', masked: '此角色只显示数量',
  moving: '行驶', parked: '停驶', offline: '离线', alarm: '报警', yellow: '黄', red: '红',
}
const en: typeof zh = {
  kind: 'Kind', region: 'Region', depot: 'Depot', sensitive: 'Sensitive place', forbidden: 'Forbidden area', allowed: 'Allowed area', route: 'Order route', speed: 'Speed limit',
  hotel: 'hotel', leisure: 'leisure', scenic: 'scenic spot', residential: 'housing estate',
  asks: 'Asks', 'keep-in': 'not to leave', 'keep-out': 'not to enter', 'no-stop': 'not to stop', limit: 'at most {n} km/h', where: 'Region',
  schedule: 'In force', always: 'always', all: 'every day', workdays: 'workdays', restdays: 'rest days', from: 'from {time}', until: 'until {time}', inForce: 'in force', idle: 'not now in force',
  binds: 'Binds', everyone: 'every vehicle', ofOrder: 'the vehicle of order {id}', vehicles: '{n} named vehicles', units: '{n} units', categories: 'categories {list}', regions: 'units of {list}',
  confidential: 'confidential mail', emergency: 'emergency', law: 'law enforcement', special: 'special', other: 'other',
  rule: 'Rule', source: 'Source', changed: 'changed {time}', received: 'received {time}',
  inside: '{n} vehicles inside now', nobody: 'no vehicle inside now', today: '{n} alerts today', quiet: 'no alerts today', shown: '{n} of {total} shown', logged: 'vehicles listed; this opening was logged', masked: 'this role sees numbers only',
  moving: 'moving', parked: 'parked', offline: 'offline', alarm: 'alarm', yellow: 'yellow', red: 'red',
}
export default { zh, en }
