const zh = {
  title: '全年逐日用电',
  label: '近 12 个月逐日用电,按左右键选日,回车回放该日',
  none: '近 12 个月没有用电读数',
  error: '逐日用电没有读到',
  day: '{day} {kwh} kWh',
  partly: '{day} {kwh} kWh(有 {have}/{expected} 个读数)',
  month: '{month} 日均 {kwh} kWh(平台月数)',
  unread: '{day} 没有读数',
  peak: '最高日',
  legend: '0 至 {kwh} kWh 一日',
  byMonth: '宽条:只有平台的月数,按日均着色',
  replay: '点某日回放该日',
}
const en: typeof zh = {
  title: 'Electricity, each day of the year',
  label: 'Electricity of each day of the last 12 months; arrows choose a day, Enter replays it',
  none: 'No readings of the last 12 months',
  error: 'The days could not be read',
  day: '{day} {kwh} kWh',
  partly: '{day} {kwh} kWh ({have} of {expected} readings)',
  month: '{month} {kwh} kWh a day on average (platform’s month)',
  unread: '{day} was not read',
  peak: 'Highest',
  legend: '0 to {kwh} kWh a day',
  byMonth: 'Wide bars: the platform’s month alone, by its mean day',
  replay: 'A press on a day replays it',
}
export default { zh, en }
