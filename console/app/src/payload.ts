// Payloads are bytes that anybody may have sent: shown as text only, never as anything that a browser would act on.

/** Throws when the text is no base64. */
export function fromBase64(text: string): Uint8Array {
  const chars = atob(text)
  return Uint8Array.from(chars, (char) => char.charCodeAt(0))
}

export function toBase64(bytes: Uint8Array): string {
  let chars = ''
  for (let at = 0; at < bytes.length; at += 0x8000) {
    chars += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  }
  return btoa(chars)
}

/** Hex digits as bytes; spaces and line ends between them do not count. Undefined when it is no such text. */
export function fromHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, '')
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) {
    return undefined
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** The payload as text; undefined when it is not UTF-8. What was cut off may end within a character. */
export function asText(bytes: Uint8Array, whole: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !whole })
  } catch {
    return undefined
  }
}

/** JSON with a line for each value; undefined when it is none. Numbers and texts stay as they were sent. */
export function asJson(text: string): string | undefined {
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  let out = ''
  let depth = 0
  const line = () => '\n' + '  '.repeat(depth)
  // A text, or a bracket, comma, colon, or whatever stands between them.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (token === '{' || token === '[') {
      out += token
      if (next !== '}' && next !== ']') {
        depth++
        out += line()
      }
    } else if (token === '}' || token === ']') {
      const before = tokens[index - 1]
      if (before !== '{' && before !== '[') {
        depth--
        out += line()
      }
      out += token
    } else {
      out += token === ',' ? token + line() : token === ':' ? ': ' : token
    }
  }
  return out
}

/** Lines of sixteen bytes: where, hex, and the characters that can be shown. */
export function asHex(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const part = [...bytes.subarray(at, at + 16)]
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const chars = part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${chars}`)
  }
  return lines.join('\n')
}
