const zh = { sum: '近十二月', coal: '折标煤', region: '按地区', building: '按楼', unit: '按单位', none: '没有闲置房间', shown: '显示 {shown} / 共 {total}', idle: '闲置使用面积', usable: '总使用面积', electricity: '近十二月用电', special: '特殊用电占比', share: '占全部用电' }
const en: typeof zh = { sum: '12 months', coal: 'In coal', region: 'By region', building: 'By building', unit: 'By unit', none: 'No idle room', shown: '{shown} of {total}', idle: 'Idle usable area', usable: 'Usable area', electricity: 'Electricity, 12 months', special: 'Share of special use', share: 'Of all electricity' }
export default { zh, en }
