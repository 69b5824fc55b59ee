// Control characters, zero-width ones, and those that change the direction of what follows them.
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** The text with each character that cannot be seen as its number: `<U+202E>`. */
export function visible(text: string): string {
  return text.replace(hidden, (found) => `<U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`)
}

/** The same for text of several lines: line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.split(/(\r\n|[\n\t])/).map((part) => (/^(\r\n|[\n\t])$/.test(part) ? part : visible(part))).join('')
}
