export default {
  payload: {
    title: 'Payload', as: 'Show the payload as', kind: { text: 'Text', json: 'JSON', hex: 'Hex' },
    not: { text: 'The payload is not UTF-8 text. It can be shown as hex.', json: 'The payload is not JSON.', hex: 'These are not pairs of hex digits.' },
    notWhole: 'The payload is too long to be shown as JSON.', cut: 'Only the first 64 KiB are shown.', empty: 'The payload is empty.',
  },
}
