/** Words of shared trips and of tracks without an order. */
const zh = {
  day: '日期', pairs: '可拼车行程', count: '{n} 对,可节约 {km} 公里', none: '该日没有重叠的行程', noDays: '尚无比对日期:派车单归队并有轨迹后比对', share: '重叠 {n}%', saved: '节约 {n} 公里', chosen: '可同时合并', both: '两车轨迹', replay: '在地图上回放', noTrack: '轨迹已过保存期限或无权查看', back: '返回单位排名', loading: '正在读取轨迹',
  time: '时间', km: '里程', place: '所在', plate: '车辆', unit: '使用单位', severity: '', looked: '已核 {regions} 个县级、{drives} 次出车;维修年检等不计 {excused} 次', empty: '没有无派单的出车', notYet: '尚未核对:每日零点半起核对前一日轨迹', allDays: '全部日期', outside: '非工作时段', inside: '工作时段', rule: '规则 VH-06:轨迹移动 ≥ 50 米且前后各 30 分钟内没有派车单;执法执勤、应急保障车辆按其制度,不在此列;当日有维修、年检记录的不计(本系统口径)', shown: '显示 {shown} / 共 {total}',
}
const en: typeof zh = {
  day: 'Day', pairs: 'Trips to share', count: '{n} pairs, {km} km to save', none: 'No trips overlapped on that day', noDays: 'No day was compared yet: orders are compared once they are back with a track', share: '{n} % shared', saved: '{n} km saved', chosen: 'can be merged together', both: 'Tracks of both', replay: 'Replay on the map', noTrack: 'The tracks are past their retention, or not yours to see', back: 'Back to the units', loading: 'Reading tracks',
  time: 'Time', km: 'Distance', place: 'Where', plate: 'Vehicle', unit: 'Unit', severity: '', looked: '{regions} counties and {drives} drives looked at; {excused} excused by repair or inspection', empty: 'No drive without an order', notYet: 'Not looked at yet: the day before is looked at from half past midnight', allDays: 'All days', outside: 'outside hours', inside: 'in hours', rule: 'Rule VH-06: moved 50 m or more with no order within 30 min; law enforcement and emergency vehicles go by their own regime; days with a repair or inspection on record are left out (own definition)', shown: '{shown} of {total} shown',
}
export default { zh, en }
