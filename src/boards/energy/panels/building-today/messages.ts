const zh = {
  energyToday: '今日用电',
  vsYesterday: '昨日同时段',
  quota: '年度定额',
  used: '已用',
  projected: '预计全年',
  noQuota: '未定额',
  chart: '今日与昨日用电',
  today: '今日',
  yesterday: '昨日',
  kw: '当前',
  quotaWhy: '定额与用量',
}
const en: typeof zh = {
  energyToday: 'Today',
  vsYesterday: 'Yesterday to now',
  quota: "Year's quota",
  used: 'used',
  projected: 'projected',
  noQuota: 'no quota',
  chart: 'Use today against yesterday',
  today: 'Today',
  yesterday: 'Yesterday',
  kw: 'Now',
  quotaWhy: 'Quota and use',
}
export default { zh, en }
