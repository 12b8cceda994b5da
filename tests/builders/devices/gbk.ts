import iconv from 'iconv-lite'

export const gbk = (text: string): Buffer => iconv.encode(text, 'gbk')
