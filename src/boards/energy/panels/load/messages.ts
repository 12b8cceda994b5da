const zh = {
  now: '当前负荷',
  today: '今日用电',
  yesterday: '昨日',
  todayShort: '今日',
  reporting: '35 分钟内 {n}/{total} 栋',
  thin: '不足九成,合计不完整',
  thinShort: '上报不足九成',
  fresh: '15 分钟内 {n}',
  formula: '各楼总表最近一次功率之和;今日用电为零时起累计',
  source: '能耗采集广播(MQTT)与补传;《公共机构节能条例》第十四条 实时监测',
  chart: '今日与昨日负荷曲线',
}
const en: typeof zh = {
  now: 'Load now',
  today: 'Today',
  yesterday: 'Yesterday',
  todayShort: 'Today',
  reporting: '{n}/{total} in 35 min',
  thin: 'under nine in ten: the sum is not whole',
  thinShort: 'under nine in ten',
  fresh: '{n} in 15 min',
  formula: "sum of the newest power of every building's main meter; today counts from midnight",
  source: 'Broadcast readings (MQTT) and back-fill; Energy Regulation art. 14',
  chart: 'Load today against yesterday',
}
export default { zh, en }
