export default {
  payload: {
    title: '消息内容', as: '显示方式', kind: { text: '文本', json: 'JSON', hex: '十六进制' },
    not: { text: '消息内容不是 UTF-8 文本，可以按十六进制查看。', json: '消息内容不是 JSON。', hex: '不是成对的十六进制数字。' },
    notWhole: '消息内容过长，无法按 JSON 显示。', cut: '仅显示前 64 KiB。', empty: '消息内容为空。',
  },
}
