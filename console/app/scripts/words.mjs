// Fails when a text is there in one language only, or cannot be read by vue-i18n.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { baseCompile } from '@intlify/message-compiler'
import ts from 'typescript'

const folder = 'src/i18n'
const faults = []

function flat(node, path, into, file) {
  if (ts.isObjectLiteralExpression(node)) {
    for (const property of node.properties) {
      if (!ts.isPropertyAssignment(property)) {
        faults.push(`${file}: ${path}: only names and texts, please`)
        continue
      }
      flat(property.initializer, path === '' ? property.name.text : `${path}.${property.name.text}`, into, file)
    }
  } else if (ts.isStringLiteralLike(node)) {
    into.set(path, node.text)
    try {
      baseCompile(node.text, { onError: (error) => { throw error } })
    } catch (error) {
      faults.push(`${file}: ${path}: ${error.message}`)
    }
  } else {
    faults.push(`${file}: ${path}: no text`)
  }
}

function words(language) {
  const all = new Map()
  for (const name of readdirSync(join(folder, language)).sort()) {
    const file = join(folder, language, name)
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
    for (const statement of source.statements) {
      if (ts.isExportAssignment(statement)) {
        flat(statement.expression, '', all, file)
      }
    }
  }
  return all
}

const zh = words('zh')
const en = words('en')
for (const key of zh.keys()) {
  if (!en.has(key)) faults.push(`en lacks ${key}`)
}
for (const key of en.keys()) {
  if (!zh.has(key)) faults.push(`zh lacks ${key}`)
}
for (const [key, text] of zh) {
  const names = (found) => [...found.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join()
  if (en.has(key) && names(text) !== names(en.get(key))) faults.push(`${key}: other values in zh than in en`)
}
// Keys that stand as they are in the sources must be there.
function sources(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(path, entry.name)) : [join(path, entry.name)])
}
for (const file of sources('src').filter((name) => /\.(vue|ts)$/.test(name) && !name.startsWith(folder))) {
  for (const [, key] of readFileSync(file, 'utf8').matchAll(/\bt\('([\w-]+(?:\.[\w-]+)+)'\s*[,)]/g)) {
    if (!en.has(key)) faults.push(`${file}: no text for ${key}`)
  }
}
if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
console.log(`${en.size} texts in two languages`)
